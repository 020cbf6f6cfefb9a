// error: a loss of residuals is robust::huber{.scale = ...}, another of robust, or has optimize::rho<T> operator\(\)\(T square\) const
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <cmath>
#include <span>

namespace gs = gradsmith;

struct bowl {
  std::size_t size() const { return 1; }
  std::size_t residuals() const { return 1; }
  void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) const {
    r[0] = x[0];
    J[0] = 1;
  }
};

#ifdef FIXED
constexpr gs::robust::cauchy loss{.scale = 2};
#else
constexpr auto loss = [](double square) { return std::log(1 + square); };
#endif

double fit() { return gs::least_squares(gs::sum_of_squares(bowl{}, loss), {3.0}, gs::levenberg_marquardt{}).value; }
