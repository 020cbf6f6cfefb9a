// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Fits the rate of an enzyme's reaction against the concentration of what it works on (Michaelis, Menten 1913), with
// measurements of different precision, and says how well the two constants are known, and how they go together.
#include <cmath>
#include <cstdio>
#include <vector>

#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto fastest = gs::param<"fastest">;
constexpr auto half = gs::param<"half">;      // the concentration at which the rate is half of that
constexpr auto concentration = gs::input<"concentration">(i);
constexpr auto rate = gs::input<"rate">(i);
constexpr auto deviation = gs::input<"deviation">(i);
constexpr auto model = fastest * concentration / (half + concentration);
constexpr auto residual = (model - rate) / deviation;

int main() {
  std::vector<double> const given{0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2};
  std::vector<double> const measured{0.93, 1.62, 2.71, 3.86, 5.06, 5.80, 6.43};
  std::vector<double> const errors{0.05, 0.05, 0.08, 0.1, 0.1, 0.15, 0.15};
  auto problem = gs::bind_residuals<residual>(concentration = given, rate = measured, deviation = errors);

  auto const fit = gs::least_squares(problem, {1, 1}, gs::levenberg_marquardt{});
  std::printf("fastest %.4f +- %.4f\nhalf    %.4f +- %.4f\n", fit.point[0], fit.standard_deviations[0], fit.point[1],
              fit.standard_deviations[1]);
  double const product = fit.standard_deviations[0] * fit.standard_deviations[1];
  std::printf("their correlation is %.3f\n", fit.covariance[1] / product);
  // Residuals are in units of the errors: about 1 says that model and errors go together.
  std::printf("residuals of %.2f errors, degrees of freedom %zu\n", fit.residual_standard_deviation,
              fit.degrees_of_freedom);
  for (std::size_t k = 0; k < given.size(); ++k)
    std::printf("%5.2f %6.2f %+.2f\n", given[k], measured[k], fit.residuals[k]);

  // The same with a reading that went wrong.
  std::vector<double> spoilt = measured;
  spoilt[5] = 0.58;
  auto spoilt_problem = gs::bind_residuals<residual>(concentration = given, rate = spoilt, deviation = errors);
  auto const plain = gs::least_squares(spoilt_problem, {1, 1}, gs::levenberg_marquardt{});
  auto const robust = gs::least_squares(gs::sum_of_squares(spoilt_problem, gs::robust::huber{.scale = 2}), {1, 1},
                                        gs::levenberg_marquardt{});
  std::printf("with 0.58 for 5.80: fastest %.2f, by Huber's loss %.2f\n", plain.point[0], robust.point[0]);
}
