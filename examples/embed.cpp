// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The value and the gradient behind a plain function, double f(double const* theta, double* gradient), as
// numerical libraries take it. Whoever calls it needs neither this library nor C++20.
#include <cstdio>
#include <span>
#include <vector>

#include <gradsmith/gradsmith.hpp>

namespace curve {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto time = gs::input<"time">(i);
constexpr auto measured = gs::input<"measured">(i);
constexpr auto height = gs::param<"height">;
constexpr auto rate = gs::param<"rate">;
constexpr auto level = gs::param<"level">;
constexpr auto loss = mean(i, square(height * exp(-rate * time) + level - measured));

}  // namespace curve

// Would stand in a header of its own.
constexpr std::size_t curve_parameters = 3;  // height, rate, level
double curve_loss(double const* theta, double* gradient);

double curve_loss(double const* theta, double* gradient) {
  using namespace curve;
  static std::vector<double> const seconds{0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5};
  static std::vector<double> const volts{4.9, 3.6, 2.8, 2.2, 1.7, 1.5, 1.3, 1.2};
  static auto problem = gs::bind<loss>(curve::time = seconds, measured = volts);
  return problem.value_and_gradient(std::span(theta, curve_parameters), std::span(gradient, curve_parameters));
}

// Somebody else's minimiser: gradient descent that shortens its step until the loss falls.
double minimise(double (*function)(double const*, double*), std::size_t size, double* theta) {
  std::vector<double> gradient(size), trial(size), trial_gradient(size);
  double value = function(theta, gradient.data()), step = 1;
  for (int n = 0; n < 2000; ++n) {
    for (std::size_t p = 0; p < size; ++p) trial[p] = theta[p] - step * gradient[p];
    double const lower = function(trial.data(), trial_gradient.data());
    if (!(lower < value)) {
      step /= 2;
      continue;
    }
    for (std::size_t p = 0; p < size; ++p) theta[p] = trial[p];
    gradient.swap(trial_gradient);
    value = lower;
    step *= 1.5;
  }
  return value;
}

int main() {
  double theta[curve_parameters] = {1, 1, 0};
  double const value = minimise(&curve_loss, curve_parameters, theta);
  std::printf("%.3f * exp(-%.3f * time) + %.3f, mean squared error %.5f\n", theta[0], theta[1], theta[2], value);
}
