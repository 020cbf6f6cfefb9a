// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of the activations of networks, which are made of other operations or have kinks.
#include "laws/operations.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);

using program = law_program<i, x, logsigmoid(x), softsign(x), silu(x), mish(x), elu(x), celu(x, y), selu(x), leaky_relu(x), hard_tanh(x), hard_sigmoid(x)>;

}  // namespace

TEST_CASE_TEMPLATE("laws: activations", T, GRADSMITH_TEST_TYPES) {
  auto const evaluate = [](std::vector<T> const& a, std::vector<T> const& b) { return program::values(x = a, y = b); };
  auto const derivatives = [](std::vector<T> const& a, std::vector<T> const& b) { return program::derivatives(x = a, y = b); };
  auto xs = law_sample<T>(601, -5, 5, 31);
  for (T& each : xs)
    if (std::abs(2 * each - std::round(2 * each)) < T(0.05)) each += T(0.05);  // away from the kinks
  auto const ys = law_sample<T>(601, 0.5, 3, 32);
  check_differences<T, program::count>(evaluate, derivatives, xs, ys);
  check_rows<T, program::count>(evaluate, xs, ys);
}

TEST_CASE_TEMPLATE("laws: activations keep NaN", T, GRADSMITH_TEST_TYPES) {
  T const nan = std::numeric_limits<T>::quiet_NaN();
  std::size_t const n = 2 * lane_count<T> + 1;
  for (std::size_t at = 0; at < n; ++at) {
    CAPTURE(at);
    std::vector<T> a(n, T{1}), b(n, T{2});
    a[at] = nan;
    for_each_result(program::values(x = a, y = b), [&]<class Result>(std::size_t, Result const& got) {
      if constexpr (std::is_same_v<Result, T>) CHECK(std::isnan(got));
      else
        for (std::size_t m = 0; m < n; ++m) CHECK(std::isnan(got[m]) == (m == at));
    }, std::make_index_sequence<2 * program::count>{});
  }
}
