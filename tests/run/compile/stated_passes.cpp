// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The number of passes over the data that explain states: one also where nothing is summed over the rows.
#include <string>

#include <doctest/doctest.h>
#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);

bool states(std::string const& text, char const* number) {
  return text.find(std::string("passes over the data: ") + number + "\n") != std::string::npos;
}

constexpr auto m = gs::axis<"m">;
constexpr auto a = gs::param<"a">;
constexpr auto rows_of = gs::input<"rows_of">(m, j);
constexpr auto place = gs::input<"place">(i);
constexpr auto score = gs::let([] { return sum(j, w * rows_of); });

bool is_plug_in(std::string const& text) { return text.find("on a batch the value is the plug-in") != std::string::npos; }

}  // namespace

TEST_CASE("the number of passes that explain states") {
  CHECK(states(gs::explain<square(y), gs::diff(square(y), y)>(), "1"));
  CHECK(states(gs::explain<mean(i, square(y)), mean(i, y)>(), "1"));
  CHECK(states(gs::explain<y - mean(i, y), y * mean(i, y)>(), "2"));
  CHECK(states(gs::explain<mean(i, square(y - mean(i, y))), mean(i, y)>(), "2"));
}

TEST_CASE("explain says that cumulative sums leave no axis for batches") {
  constexpr char const* sentence = "batch(rows): cumulative sums run along the axis i";
  CHECK(gs::explain<sum(i, log(cumulative_sum(i, exp(sum(j, w * x)))))>().find(sentence) != std::string::npos);
  CHECK(gs::explain<gs::stream(j, sum(i, log(cumulative_sum(i, exp(sum(j, w * x))))))>().find(sentence) == std::string::npos);
  CHECK(gs::explain<sum(i, log(1 + exp(sum(j, w * x))))>().find(sentence) == std::string::npos);
}

TEST_CASE("explain calls a batch plug-in only where a sum over the rows is in something nonlinear") {
  CHECK(!is_plug_in(gs::explain<mean(i, square(gs::at(m, score, place) - y))>()));      // its gradient sums over m what is summed over i
  CHECK(!is_plug_in(gs::explain<mean(i, square(y - a)) * exp(a)>()));
  CHECK(!is_plug_in(gs::explain<mean(i, square(y - a)) / (1 + exp(a)) + sum(j, square(w))>()));
  CHECK(is_plug_in(gs::explain<exp(a) / mean(i, square(y - a))>()));
  CHECK(is_plug_in(gs::explain<mean(i, y * a) * mean(i, square(y - a))>()));
  CHECK(is_plug_in(gs::explain<sum(j, square(mean(i, x * w)))>()));
}
