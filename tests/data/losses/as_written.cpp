// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables against the formulas that people write in place of an operation: what the rules make of them is as
// accurate as the operation itself.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);

}  // namespace

TEST_CASE("function tables: formulas in place of operations") {
  std::vector<function_entry> const all{
      of_one<1 / (1 + exp(-x)), x>("sigmoid"),
      of_one<log(1 / (1 + exp(-x))), x>("logsigmoid"),
      of_one<log(1 + exp(x)), x>("softplus"),
      of_one<x / (1 + abs(x)), x>("softsign"),
      of_one<x / (1 + exp(-x)), x>("silu"),
      of_one<x * tanh(log(1 + exp(x))), x>("mish"),
      of_one<where(x > 0, x, exp(x) - 1), x>("elu"),
      of_one<max(x, 0.01 * x), x>("leaky_relu"),
      of_one<log(x / (1 - x)), x>("logit"),
      of_one<pow(2, x), x>("exp2"),
      of_one<log(x) / 0.69314718055994530942, x>("log2"),
      of_one<log(x) / 2.30258509299404568402, x>("log10"),
      of_two<log(exp(x) + exp(y)), x, y>("logaddexp"),
  };
  std::size_t checked = 0;
  for (function_entry const& each : all) {
    if (!has_table(function_part / (each.name + ".csv"), test_data())) continue;
    findings const found = table_check(each.name, read_function_table(each.name), each).run();
    for (auto const& line : found.failures) ADD_FAIL_CHECK_AT(__FILE__, __LINE__, line);
    ++checked;
  }
  if (is_project_test_data(test_data())) CHECK(checked == all.size());
}
