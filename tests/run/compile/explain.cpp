// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What explain says of rules, bytes and time.
#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize/result.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto logistic = mean(i, log(1 + exp(-y * sum(j, w * x))));
constexpr auto odds = mean(i, y * exp(sum(j, w * x)) / (1 + exp(sum(j, w * x))));
constexpr auto standardised = mean(i, square((y - mean(i, y)) / sqrt(variance(i, y)) - sum(j, w * x)));

bool says(std::string const& all, std::string const& lines) { return all.find(lines) != std::string::npos; }

}  // namespace

TEST_CASE("explain names the rules that apply, with what they find and what they make of it") {
  CHECK(says(gs::explain<logistic>(), "  log(1+exp(x)) -> softplus(x)\n      log(1 + exp(-y*sum(j, w*x)))\n    = softplus(-y*sum(j, w*x))\n"));
  CHECK(says(gs::explain<odds>(), "  1/(1+exp(x)) -> sigmoid(-x)\n"));
  CHECK(says(gs::explain<odds>(), "  exp(x)*sigmoid(-x) -> sigmoid(x)\n"));
  CHECK_FALSE(says(gs::explain<sum(j, square(w))>(), "rules that apply"));
}

TEST_CASE("explain writes the outputs as formulas, and says which nodes they are") {
  std::string const all = gs::explain<logistic>();
  CHECK(says(all, "in formulas\n  output0 = mean(i, softplus(-y*sum(j, w*x)))\n  output1 = -mean(i, y*x*sigmoid(-y*sum(j, w*x)))\n"));
  CHECK(says(gs::explain<sum(j, square(w)), diff(sum(j, square(w)), w)>(), "after simplify: the rules make it stable\n"));
  CHECK(says(gs::explain<square(gs::param<"a">), gs::param<"a">>(), "\n  the outputs: n1 n0\n"));
}

TEST_CASE("explain counts the bytes of each pass") {
  CHECK(says(gs::explain<logistic>(), "  8*i*j + 8*i\n"));
  CHECK(says(gs::explain<logistic, diff(logistic, w)>(), "  8*i*j + 8*i\n"));
  // y is read for its mean, for its variance, and for the residuals
  CHECK(says(gs::explain<standardised>(), "  passes over the data: 3\n"));
  CHECK(says(gs::explain<standardised>(), "  24*i + 8*i*j\n"));
  CHECK_FALSE(says(gs::explain<sum(j, square(w))>(), "bytes of data"));
}

TEST_CASE("explain of what varies along an axis is about that alone") {
  constexpr auto z = gs::param<"z">(i);
  std::string const all = gs::explain<log(1 + exp(z))>();
  CHECK(all.find("output0 = softplus(z)") != std::string::npos);
  CHECK(all.find("output1") == std::string::npos);
}

TEST_CASE("explain of a constant says that nothing is computed") {
  constexpr auto unknown = gs::param<"unknown">;
  CHECK(says(gs::explain<unknown / unknown>(), "operations per evaluation\n  none\n"));
}

TEST_CASE("explain predicts the time of the slower of reading and computing") {
  std::string const large = gs::explain<logistic>(gs::machine_model{.bytes_per_second = 10e9}, i = 1'000'000, j = 32);
  CHECK(says(large, "prediction for i = 1000000, j = 32, in double\n  data       264 MB, 26.4 ms at 10 GB/s\n"));
  CHECK(says(large, "  time       26.4 ms, bound by memory\n"));
  std::string const slow = gs::explain<logistic>(gs::machine_model{.vectors_per_second = 1e6}, i = 1000, j = 32);
  CHECK(says(slow, ", bound by arithmetic\n"));
  CHECK(says(gs::explain<logistic>(i = 1000, j = 8), "prediction for i = 1000, j = 8, in double\n  data       72 kB, 3 us at 24 GB/s\n"));
}

TEST_CASE("what explain predicts can be had as numbers") {
  gs::machine_model const machine{.bytes_per_second = 10e9, .vectors_per_second = 1e9};
  gs::predicted_cost const told = gs::explain<logistic>(machine, i = 1000, j = 32).predicted;
  CHECK(told.bytes == 8.0 * 1000 * 33);
  CHECK(told.operations == gs::operations<logistic, gradient(logistic)>.at(i = 1000, j = 32).weighted());
  CHECK(told.reading == told.bytes / 10e9);
  CHECK(told.seconds() == std::max(told.reading, told.computing));
  CHECK(gs::explain<logistic>().predicted.seconds() == 0);
}

TEST_CASE("explain takes formulas, and results of runs") {
  gs::result<double> found;
  found.message = "Solved.";
  CHECK(gs::explain(found).starts_with("Solved. Value 0"));
  CHECK(explain(found) == gs::explain(found));
  std::string const two = gs::explain<logistic, odds>(gs::machine_model{.bytes_per_second = 10e9}, i = 1000, j = 8);
  CHECK(says(two, "prediction for i = 1000, j = 8, in double\n"));
  CHECK(says(two, " at 10 GB/s\n"));
}
