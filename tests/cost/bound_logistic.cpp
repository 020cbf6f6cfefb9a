// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compile cost of logistic regression bound as an objective.
#include "logistic.hpp"

namespace gs = gradsmith;

double evaluate(double const* data, double const* labels, std::size_t rows, std::size_t columns, std::span<double const> theta,
                std::span<double> out) {
  using namespace logistic;
  auto problem = gs::bind<loss>(x = gs::matrix(data, rows, columns), y = std::span(labels, rows), lambda = 1e-3);
  return problem.value_and_gradient(theta, out);
}
