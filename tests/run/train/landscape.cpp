// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Landscapes: measured heights, recorded paths, and pictures of any of them.
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace gradsmith;

namespace {

template <class T>
struct bowl {
  using value_type = T;
  std::size_t parameters = 2;
  std::size_t size() const { return parameters; }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    g[0] = x[0], g[1] = 4 * x[1];
    return x[0] * x[0] / 2 + 2 * x[1] * x[1];
  }
};
std::size_t count(std::string const& text, std::string const& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE_TEMPLATE("heights from the top down, paths from their start", T, double, float) {
  landscape map{.title = "a < b", .left = -1, .right = 3, .bottom = -2, .top = 2, .columns = 5, .rows = 3};
  map.measure(bowl<T>{});
  REQUIRE(map.heights.size() == 15);
  CHECK(map.heights[0] == 0.5 + 8);                  // (-1, 2)
  CHECK(map.heights[14] == 4.5 + 8);                 // (3, -2)
  CHECK(map.heights[6] == 0);
  auto const run = minimize(bowl<T>{}, {T(2), T(1)}, sgd{.learning_rate = 0.25}, stop{.max_steps = 3}, map.path("sgd"));
  auto const other = minimize(bowl<T>{}, {T(2), T(1)}, adam{.learning_rate = 0.25}, stop{.max_steps = 4}, map.path("adam"));
  CHECK(other.steps == 4);
  REQUIRE(map.paths.size() == 2);
  CHECK(map.paths[0].x == std::vector<double>{2, 1.5, 1.125, 0.84375});
  CHECK(map.paths[0].y == std::vector<double>{1, 0, 0, 0});
  CHECK(map.paths[1].x.size() == 5);

  std::string const svg = to_svg(map);
  for (char const* part : {">a &lt; b</text>", ">sgd</text>", ">adam</text>", ">first parameter</text>", "class=\"contour\"", "clip-path"})
    CHECK_MESSAGE(svg.find(part) != std::string::npos, part);
  CHECK(count(svg, "<circle class=\"dot s0") == 5);  // a start, three steps, and the end once more
  CHECK(count(svg, "<polyline class=\"line s") == 2);
  CHECK(to_svg(map) == svg);
}

TEST_CASE("what has not two parameters is refused") {
  landscape map;
  bowl<double> const three{.parameters = 3};
  CHECK_THROWS_AS(map.measure(three), data_error);
  CHECK_THROWS_AS(minimize(three, {1, 1, 1}, sgd{}, stop{.max_steps = 1}, map.path("")), data_error);
}

TEST_CASE("any numbers give a picture without NaN") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(to_svg(landscape{}).find("</svg>") != std::string::npos);
  for (double const bad : {infinity, -infinity, std::nan(""), 1e308, -1e308}) {
    landscape map{.columns = 3, .rows = 3};
    map.heights.assign(9, bad);
    map.heights[4] = 1;
    map.paths.push_back({.name = "p", .x = {0, bad, 0.5}, .y = {0, 0, bad}});
    map.paths.push_back({.name = "q", .x = {bad}, .y = {bad}});
    std::string const svg = to_svg(map);
    CHECK(svg.find("nan") == std::string::npos);
    CHECK(svg.find("inf") == std::string::npos);
    CHECK(svg.size() < 20'000);
  }
}

TEST_CASE("equal areas lie between contours") {
  std::vector<double> heights;
  for (int k = 0; k < 1000; ++k) heights.push_back(std::exp(0.01 * k));
  auto const levels = train::contour_levels(heights, 10);
  REQUIRE(levels.size() == 10);
  for (std::size_t k = 0; k < 10; ++k) CHECK(levels[k] == doctest::Approx(std::exp(0.01 * (50 + 100 * static_cast<double>(k)))));
  CHECK(train::contour_levels(std::vector<double>(100, 2.0), 10).empty());
}
