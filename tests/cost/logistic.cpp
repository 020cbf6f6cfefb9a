// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compile cost of logistic regression: value and gradient, one element type, called once.
#include "logistic.hpp"

namespace gs = gradsmith;

double evaluate(double const* data, double const* labels, double const* weights, double bias, std::size_t rows, std::size_t columns,
                double* out) {
  using namespace logistic;
  auto const [value, dw, db] = gs::compile<loss, gradient(loss)>(
      w = std::span(weights, columns), b = bias, x = gs::matrix(data, rows, columns), y = std::span(labels, rows), lambda = 1e-3);
  std::copy(dw.begin(), dw.end(), out);
  out[columns] = db;
  return value;
}
