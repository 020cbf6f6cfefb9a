// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of the operations that are made of others, of reductions, and of operations along an axis.
#include "laws/operations.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto c = gs::axis<"c">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto z = gs::input<"z">(i, c);
constexpr auto k = gs::input<"k">(i);

using program = law_program<i, x, sigmoid(x), softplus(x), logistic_density(x), gs::log1mexp(-x), gs::reciprocal_expm1(x), gs::sqrt1pm1(x), gs::versine(x), gs::circular_segment(x), gs::logaddexp(x, y), gelu(x), gelu_tanh(x)>;

// By an entry of z each: the sums over i and c make numbers of them.
constexpr auto along = gs::compile<logsumexp(c, z), max(c, z), min(c, z), sum(c, square(z)), mean(c, z), pick(c, softmax(c, z), k), pick(c, log_softmax(c, z), k)>;
constexpr auto along_slopes = gs::compile<diff(logsumexp(c, z), z), diff(max(c, z), z), diff(min(c, z), z), diff(sum(c, square(z)), z), diff(mean(c, z), z),
                                          diff(pick(c, softmax(c, z), k), z), diff(pick(c, log_softmax(c, z), k), z)>;

}  // namespace

TEST_CASE_TEMPLATE("laws: operations made of others", T, GRADSMITH_TEST_TYPES) {
  auto const evaluate = [](std::vector<T> const& a, std::vector<T> const& b) { return program::values(x = a, y = b); };
  auto const derivatives = [](std::vector<T> const& a, std::vector<T> const& b) { return program::derivatives(x = a, y = b); };
  auto const xs = law_sample<T>(601, 0.5, 6, 21);
  auto const ys = law_sample<T>(601, -3, 3, 22);
  check_differences<T, program::count>(evaluate, derivatives, xs, ys);
  check_rows<T, program::count>(evaluate, xs, ys);
}

TEST_CASE_TEMPLATE("laws: reductions and operations along an axis, with derivatives", T, GRADSMITH_TEST_TYPES) {
  auto const step = static_cast<T>(std::cbrt(static_cast<double>(std::numeric_limits<T>::epsilon())));
  for (std::size_t const n : {std::size_t{1}, lane_count<T> - 1, lane_count<T> + 1})
    for (std::size_t const classes : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
      if (n == 0) continue;
      CAPTURE(n);
      CAPTURE(classes);
      // Entries at distances of at least 0.1: max and min have a derivative.
      std::vector<T> entries(n * classes), labels(n);
      for (std::size_t m = 0; m < entries.size(); ++m) entries[m] = static_cast<T>((m * 37 % 101) % 41) / T(10) - T(2);
      for (std::size_t m = 0; m < n; ++m) labels[m] = static_cast<T>(m % classes);
      auto const slopes = along_slopes(z = gs::matrix(entries, n, classes), k = labels);
      for (std::size_t entry = 0; entry < entries.size(); ++entry) {
        T const kept = entries[entry];
        entries[entry] = kept + step;
        auto const high = along(z = gs::matrix(entries, n, classes), k = labels);
        entries[entry] = kept - step;
        auto const low = along(z = gs::matrix(entries, n, classes), k = labels);
        entries[entry] = kept;
        [&]<std::size_t... K>(std::index_sequence<K...>) {
          auto const check = [&](std::size_t which, auto const& a, auto const& b, auto const& slope) {
            std::size_t const row = entry / classes;
            double const want = (static_cast<double>(a[row]) - static_cast<double>(b[row])) / (2 * static_cast<double>(step));
            double const size = 1 + std::abs(want) + std::abs(static_cast<double>(a[row]));
            if (!(std::abs(static_cast<double>(slope[entry]) - want) <= 40 * static_cast<double>(step) * static_cast<double>(step) * size))
              FAIL_CHECK("output " << which << " by entry " << entry << ": " << slope[entry] << ", differences give " << want);
          };
          (check(K, high.template get<K>(), low.template get<K>(), slopes.template get<K>()), ...);
        }(std::make_index_sequence<7>{});
      }
    }
}
