// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Small and fixed problems, and many small problems at once: Rosenbrock's function, the reprojection error of bundle
// adjustment with its 2 x 15 Jacobian, a curve fit of six parameters with its Jacobian and its Gauss-Newton matrix.
// Small problems are evaluated one after the other at different points; what each writes is read before the next.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "expert_small.hpp"
#include "small_formulas.hpp"
#include "small_peers.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;

std::vector<double> random_numbers(std::size_t n, unsigned seed) {
  std::mt19937_64 bits(seed);
  std::normal_distribution<double> normal;
  std::vector<double> all(n);
  for (double& each : all) each = normal(bits);
  return all;
}

/// Checks numbers against the expert's: each within a part of the greatest.
void check(std::string const& workload, std::string const& name, std::span<double const> got,
           std::span<double const> right) {
  double worst = 0, size = 0;
  for (std::size_t k = 0; k < right.size(); ++k) {
    double const error = std::abs(got[k] - right[k]);
    worst = std::max(worst, error >= 0 ? error : INFINITY);
    size = std::max(size, std::abs(right[k]));
  }
  if (!(worst <= 1e-12 * size)) {
    std::fprintf(stderr, "%s, %s: wrong by %.1e\n", workload.c_str(), name.c_str(), worst / size);
    std::exit(1);
  }
}

/// Runs every contender, compares all that it has written into `out` with what the first one wrote, and times them.
void compare(std::string const& workload, double units, std::vector<double>& out,
             std::vector<contender> const& contenders) {
  std::vector<double> right;
  for (contender const& each : contenders) {
    std::fill(out.begin(), out.end(), NAN);
    each.run();
    if (right.empty()) right = out;
    check(workload, each.name, out, right);
  }
  print_rows(workload, measure(contenders, {.repetitions = 21, .seconds_per_sample = 5e-4}), units,
             contenders.front().name);
}

constexpr std::size_t problems = 256;  // of a sample of small ones

void rosenbrock_of_two() {
  std::vector<double> const at = random_numbers(2 * problems, 1);
  std::vector<double> out(3 * problems);
  auto const each = [&](auto evaluate) {
    return [&at, &out, evaluate]() mutable {
      for (std::size_t k = 0; k < problems; ++k) {
        double* const to = out.data() + 3 * k;
        evaluate(at.data() + 2 * k, to);
        keep(to);
      }
    };
  };
  namespace f = rosenbrock;
  constexpr auto ours = gs::compile<f::two, gradient(f::two)>;
  auto memory = ours.workspace(f::x = 0.0, f::y = 0.0);
  auto problem = gs::bind<f::two>();
  compare("Rosenbrock, 2 dimensions", problems, out,
          {{"expert", each([](double const* x, double* to) { to[0] = expert::rosenbrock(x[0], x[1], to + 1); })},
           {"gradsmith", each([&](double const* x, double* to) {
              ours.into(memory, to[0], to[1], to[2])(f::x = x[0], f::y = x[1]);
            })},
           {"gradsmith, bound", each([&](double const* x, double* to) {
              to[0] = problem.value_and_gradient(std::span(x, 2), std::span(to + 1, 2));
            })}});
}

void rosenbrock_of_ten() {
  constexpr std::size_t n = 10;
  std::vector<double> const at = random_numbers(n * problems, 2);
  std::vector<double> out((n + 1) * problems);
  auto const each = [&](auto evaluate) {
    return [&at, &out, evaluate]() mutable {
      for (std::size_t k = 0; k < problems; ++k) {
        double* const to = out.data() + (n + 1) * k;
        evaluate(at.data() + n * k, to);
        keep(to);
      }
    };
  };
  using f = rosenbrock::chain<10>;
  constexpr auto ours = gs::compile<f::loss, gradient(f::loss)>;
  auto memory = ours.workspace(f::v = std::span(at.data(), n));
  auto problem = gs::bind<f::loss>();
  compare("Rosenbrock, 10 dimensions", problems, out,
          {{"expert", each([](double const* x, double* to) { to[0] = expert::rosenbrock<n>(x, to + 1); })},
           {"gradsmith", each([&](double const* x, double* to) {
              std::span<double, n> slope(to + 1, n);
              ours.into(memory, to[0], slope)(f::v = std::span<double const, n>(x, n));
            })},
           {"gradsmith, bound", each([&](double const* x, double* to) {
              to[0] = problem.value_and_gradient(std::span(x, n), std::span(to + 1, n));
            })}});
}

void rosenbrock_of_many(std::size_t n) {
  std::vector<double> const at = random_numbers(n, 3);
  std::vector<double> out(n + 1);
  namespace f = rosenbrock::any;
  auto problem = gs::bind<f::loss>(f::k = n, f::l = n - 1);
  std::span<double> const slope(out.data() + 1, n);
  compare("Rosenbrock, " + std::to_string(n) + " dimensions", 1, out,
          {{"expert", [&] { out[0] = expert::rosenbrock(n, at.data(), slope.data()); }},
           {"gradsmith", [&] { out[0] = problem.value_and_gradient(at, slope); }}});
}

/// Arguments of reprojection errors, 15 to each; one in eight cameras is hardly turned.
std::vector<double> camera_arguments(std::size_t n) {
  std::vector<double> q = random_numbers(15 * n, 4);
  for (std::size_t row = 0; row < n; ++row) {
    double* const of = q.data() + 15 * row;
    for (int k = 0; k < 15; ++k) of[k] *= k == 9 || k == 10 ? 0.01 : k < 3 && row % 8 == 3 ? 1e-4 : 0.5;
    of[13] += 10, of[6] += 2, of[14] += 1;
  }
  return q;
}

void one_reprojection() {
  std::vector<double> const q = camera_arguments(problems), seen = random_numbers(2 * problems, 5);
  std::vector<double> out(32 * problems);
  auto const each = [&](auto evaluate) {
    return [&q, &seen, &out, evaluate]() mutable {
      for (std::size_t k = 0; k < problems; ++k) {
        double* const to = out.data() + 32 * k;
        evaluate(q.data() + 15 * k, seen.data() + 2 * k, to, to + 2);
        keep(to);
      }
    };
  };
  using namespace camera;
  constexpr auto ours = gs::compile<u, jacobian(u), v, jacobian(v)>;
  auto const into = [&](auto& memory, double const* of, double const* feature_at, double* error, double* J) {
    auto const in = [&](std::size_t first, std::size_t count) { return std::span(of + first, count); };
    auto const row = [&](std::size_t first, std::size_t count) { return std::span(J + first, count); };
    auto r0 = row(0, 3), c0 = row(3, 3), o0 = row(7, 2), d0 = row(9, 2), p0 = row(11, 3);
    auto r1 = row(15, 3), c1 = row(18, 3), o1 = row(22, 2), d1 = row(24, 2), p1 = row(26, 3);
    ours.into(memory, error[0], J[14], J[6], d0, p0, c0, r0, o0, error[1], J[29], J[21], d1, p1, c1, r1, o1)(
        rotation = in(0, 3), centre = in(3, 3), focal = of[6], principal = in(7, 2), radial = in(9, 2),
        point = in(11, 3), weight = of[14], feature = std::span(feature_at, 2));
  };
  double const* const first = q.data();
  auto memory = ours.workspace(rotation = std::span(first, 3), centre = std::span(first, 3), focal = 1.0,
                               principal = std::span(first, 2), radial = std::span(first, 2),
                               point = std::span(first, 3), weight = 1.0, feature = std::span(first, 2));
  compare("one reprojection", problems, out, {
    {"expert",
     each([](double const* at, double const* s, double* error, double* J) { expert::reprojection(at, s, error, J); })},
#if defined(GRADSMITH_BENCHMARK_CERES)
        {"Ceres Jets", each([](double const* at, double const* s, double* error, double* J) {
           ceres_reprojection(at, s, error, J);
         })},
#endif
    {
      "gradsmith",
          each([&](double const* at, double const* s, double* error, double* J) { into(memory, at, s, error, J); })
    }
  });
}

void many_reprojections(std::size_t n) {
  std::vector<double> const rows = camera_arguments(n), features = random_numbers(2 * n, 5);
  std::vector<double> columns(17 * n), out(32 * n);
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t k = 0; k < 15; ++k) columns[k * n + row] = rows[15 * row + k];
    for (std::size_t k = 0; k < 2; ++k) columns[(15 + k) * n + row] = features[2 * row + k];
  }
  auto const in = [&](std::size_t k) { return std::span<double const>(columns.data() + k * n, n); };
  auto const to = [&](std::size_t k) { return std::span<double>(out.data() + k * n, n); };
  double const *arguments[15], *seen[2]{in(15).data(), in(16).data()};
  double *jacobian[30], *errors[2]{to(0).data(), to(1).data()};
  for (std::size_t k = 0; k < 15; ++k) arguments[k] = in(k).data();
  for (std::size_t k = 0; k < 30; ++k) jacobian[k] = to(2 + k).data();

  using namespace cameras;
  constexpr auto ours =
      gs::compile<u, gs::diff(u, r0), gs::diff(u, r1), gs::diff(u, r2), gs::diff(u, c0), gs::diff(u, c1),
                  gs::diff(u, c2), gs::diff(u, focal), gs::diff(u, o0), gs::diff(u, o1), gs::diff(u, d0),
                  gs::diff(u, d1), gs::diff(u, x0), gs::diff(u, x1), gs::diff(u, x2), gs::diff(u, weight), v,
                  gs::diff(v, r0), gs::diff(v, r1), gs::diff(v, r2), gs::diff(v, c0), gs::diff(v, c1), gs::diff(v, c2),
                  gs::diff(v, focal), gs::diff(v, o0), gs::diff(v, o1), gs::diff(v, d0), gs::diff(v, d1),
                  gs::diff(v, x0), gs::diff(v, x1), gs::diff(v, x2), gs::diff(v, weight)>;
  auto const with_bindings = [&](auto const& call) {
    return call(r0 = in(0), r1 = in(1), r2 = in(2), c0 = in(3), c1 = in(4), c2 = in(5), focal = in(6), o0 = in(7),
                o1 = in(8), d0 = in(9), d1 = in(10), x0 = in(11), x1 = in(12), x2 = in(13), weight = in(14),
                s0 = in(15), s1 = in(16));
  };
  auto memory = with_bindings([&](auto const&... bindings) { return ours.workspace(bindings...); });
  std::vector<std::span<double>> parts;
  for (std::size_t k = 0; k < 32; ++k) parts.push_back(to(k));
  // Outputs in order: each error, then its 15 derivatives.
  auto const part = [&](std::size_t e, std::size_t k) -> std::span<double>& {
    return parts[k == 0 ? e : 2 + 15 * e + k - 1];
  };
  auto const evaluate = [&] {
    with_bindings([&](auto const&... bindings) {
      [&]<std::size_t... K>(std::index_sequence<K...>) { ours.into(memory, part(K / 16, K % 16)...)(bindings...); }
      (std::make_index_sequence<32>{});
    });
  };
  std::vector<contender> contenders{{"expert", [&] { expert::reprojections(n, arguments, seen, errors, jacobian); }}};
  contenders.push_back({"gradsmith", evaluate});
#if defined(GRADSMITH_BENCHMARK_CERES)
  // A Jet has a problem's derivatives side by side: it writes them by rows, which is no part of the comparison of
  // numbers.
  std::vector<double> by_rows(30 * n), error_rows(2 * n);
  contenders.push_back({"Ceres Jets", [&] {
                          for (std::size_t row = 0; row < n; ++row)
                            ceres_reprojection(rows.data() + 15 * row, features.data() + 2 * row,
                                               error_rows.data() + 2 * row, by_rows.data() + 30 * row);
                          if (std::isnan(out[0]))  // the first run is compared
                            for (std::size_t row = 0; row < n; ++row) {
                              for (std::size_t k = 0; k < 30; ++k) jacobian[k][row] = by_rows[30 * row + k];
                              for (std::size_t k = 0; k < 2; ++k) errors[k][row] = error_rows[2 * row + k];
                            }
                        }});
#endif
  compare("reprojections, " + std::to_string(n), static_cast<double>(n), out, contenders);
}

void curve_fit(std::size_t n) {
  std::vector<double> time(n), observed = random_numbers(n, 6);
  std::vector<double> const theta{1.2, 0.7, 2.1, 0.3, 1.1, 2.7};
  for (std::size_t row = 0; row < n; ++row) {
    time[row] = 4 * static_cast<double>(row) / static_cast<double>(n);
    observed[row] *= 0.05;
    for (std::size_t k = 0; k < 3; ++k) observed[row] += 1.1 * theta[k] * std::exp(-0.95 * theta[3 + k] * time[row]);
  }
  using namespace decay;
  std::span<double const> const amplitudes(theta.data(), 3), rates(theta.data() + 3, 3);
  {
    std::vector<double> out(7 * n);
    auto problem = gs::bind_residuals<residual>(t = time, y = observed);
    std::span<double> const r(out.data(), n), J(out.data() + n, 6 * n);
    compare(
        "curve fit, Jacobian, " + std::to_string(n), static_cast<double>(n), out,
        {{"expert", [&] { expert::decay_jacobian(n, theta.data(), time.data(), observed.data(), r.data(), J.data()); }},
         {"gradsmith", [&] { problem.residuals_and_jacobian(theta, r, J); }}});
  }
  {
    std::vector<double> out(1 + 6 + 36), matrix(27);
    double* const cells = out.data() + 7;
    constexpr auto ours = gs::compile<loss, gradient(loss), gauss_newton(residual)>;
    auto const with_bindings = [&](auto const& call) {
      return call(amplitude = amplitudes, rate = rates, t = time, y = observed);
    };
    auto memory = with_bindings([&](auto const&... bindings) { return ours.workspace(bindings...); });
    std::span<double> slope_a(out.data() + 1, 3), slope_b(out.data() + 4, 3), aa(matrix.data(), 9),
        ab(matrix.data() + 9, 9), bb(matrix.data() + 18, 9);
    compare("curve fit, Gauss-Newton matrix, " + std::to_string(n), static_cast<double>(n), out,
            {{"expert",
              [&] {
                out[0] =
                    expert::decay_gauss_newton(n, theta.data(), time.data(), observed.data(), out.data() + 1, cells);
              }},
             {"gradsmith", [&] {
                with_bindings([&](auto const&... bindings) {
                  ours.into(memory, out[0], slope_a, slope_b, aa, ab, bb)(bindings...);
                });
                for (std::size_t p = 0; p < 3; ++p)
                  for (std::size_t q = 0; q < 3; ++q) {
                    cells[6 * p + q] = aa[3 * p + q];
                    cells[6 * p + 3 + q] = cells[6 * (3 + q) + p] = ab[3 * p + q];
                    cells[6 * (3 + p) + 3 + q] = bb[3 * p + q];
                  }
              }}});
  }
}

}  // namespace

int main() {
  rosenbrock_of_two();
  rosenbrock_of_ten();
  rosenbrock_of_many(1000);
  one_reprojection();
  many_reprojections(10000);
  for (std::size_t const n : std::initializer_list<std::size_t>{100, 1000, 10000, 1000000}) curve_fit(n);
}
