// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Loss curves as pictures: well-formed, labelled, and readable on white and on black.
#include <gradsmith/train/to_svg.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <regex>
#include <string>
#include <vector>

using namespace gradsmith;

namespace {

// Whether every tag is closed, and nothing but entities begins with an ampersand.
bool is_well_formed(std::string const& text) {
  std::vector<std::string> open;
  static std::regex const tag(R"(<(/?)([a-z]+)((?: [a-zA-Z0-9:-]+="[^"<]*")*)(/?)>)");
  std::size_t angles = 0, tags = 0;
  for (char each : text) angles += each == '<' ? 1u : 0u;
  for (std::sregex_iterator at(text.begin(), text.end(), tag), end; at != end; ++at, ++tags) {
    if ((*at)[1].length() > 0) {
      if (open.empty() || open.back() != (*at)[2]) return false;
      open.pop_back();
    } else if ((*at)[4].length() == 0) {
      open.push_back((*at)[2]);
    }
  }
  std::string const rest = std::regex_replace(text, std::regex("&(amp|lt|gt|quot);"), "");
  return open.empty() && tags == angles && rest.find('&') == std::string::npos;
}

// Contrast of two colours #rrggbb, 1 to 21 (Web Content Accessibility Guidelines 2.1).
double luminance(std::string const& colour) {
  double sum = 0;
  double const weights[] = {0.2126, 0.7152, 0.0722};
  for (std::size_t k = 0; k < 3; ++k) {
    double const part = std::stoi(colour.substr(1 + 2 * k, 2), nullptr, 16) / 255.0;
    sum += weights[k] * (part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return sum;
}
double contrast(std::string const& a, std::string const& b) {
  double const x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}
std::map<std::string, std::string> colours(std::string const& rules) {
  std::map<std::string, std::string> out;
  static std::regex const rule(R"(([.a-z0-9]+) \{[^}]*?(?:fill|stroke): (#[0-9a-f]{6}))");
  for (std::sregex_iterator at(rules.begin(), rules.end(), rule), end; at != end; ++at) out[(*at)[1]] = (*at)[2];
  return out;
}

}  // namespace

TEST_CASE("a picture has a title, labels on both axes, and a legend") {
  loss_curve curve{.title = "Digits", .y_label = "mean loss", .x_label = "epoch"};
  for (int k = 0; k <= 30; ++k) {
    curve.add("training", k, std::exp(-0.2 * k));
    curve.add("validation", k, 0.1 + std::exp(-0.2 * k));
  }
  std::string const svg = to_svg(curve);
  CHECK(is_well_formed(svg));
  for (char const* part : {">Digits</text>", ">mean loss (logarithmic)</text>", ">epoch</text>", ">training</text>", ">validation</text>",
                           ">30</text>", ">0.01</text>", "<title>Digits: mean loss (logarithmic) by epoch</title>",
                           "prefers-color-scheme: dark", "class=\"line s0 d0\"", "class=\"line s1 d1\"", "viewBox=\"0 0 720 420\""})
    CHECK_MESSAGE(svg.find(part) != std::string::npos, part);
  CHECK(to_svg(curve) == svg);
  CHECK(to_svg(curve, {.width = 900, .height = 300}).find("viewBox=\"0 0 900 300\"") != std::string::npos);
}

TEST_CASE("names are text, never mark-up") {
  loss_curve curve{.title = "a < b & \"c\" > d"};
  curve.add("<script>", 0, 1.0);
  curve.add("<script>", 1, 2.0);
  std::string const svg = to_svg(curve);
  CHECK(is_well_formed(svg));
  CHECK(svg.find("a &lt; b &amp; &quot;c&quot; &gt; d") != std::string::npos);
  CHECK(svg.find("<script>") == std::string::npos);
  curve.title = "no \001 control\033[1m characters";
  CHECK(to_svg(curve).find("no   control [1m characters") != std::string::npos);
}

TEST_CASE("many names take several lines, and their lines differ") {
  loss_curve curve{.title = "t"};
  for (char const* name : {"a series with a long name", "another series with a long name", "a third one", "fourth", "fifth"}) {
    curve.add(name, 0, 1.0);
    curve.add(name, 1, 2.0);
  }
  std::string const svg = to_svg(curve, {.width = 400});
  CHECK(is_well_formed(svg));
  CHECK(svg.find("x=\"118\" y=\"54\">a series with a long name<") != std::string::npos);
  CHECK(svg.find("x=\"118\" y=\"74\">another series with a long name<") != std::string::npos);
  for (char const* kind : {"line s0 d0", "line s1 d1", "line s2 d2", "line s3 d3", "line s0 d1"})
    CHECK_MESSAGE(svg.find(kind) != std::string::npos, kind);
}

TEST_CASE("lines and texts stand out from their background, light and dark") {
  std::string const rules(train::style_sheet);
  std::size_t const dark_rules = rules.find("@media");
  auto const light = colours(rules.substr(0, dark_rules)), dark = colours(rules.substr(dark_rules));
  for (auto const* theme : {&light, &dark}) {
    std::string const paper = theme->at(".paper");
    for (char const* each : {"text", ".number", ".s0", ".s1", ".s2", ".s3"}) CHECK_MESSAGE(contrast(theme->at(each), paper) >= 4.5, each);
    CHECK(contrast(theme->at(".axis"), paper) >= 3);
  }
  CHECK(contrast(light.at(".paper"), dark.at(".paper")) > 15);
}

TEST_CASE("any numbers give a picture without NaN") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  loss_curve curve;
  CHECK(is_well_formed(to_svg(curve)));
  for (double value : {1.0, infinity, std::nan(""), -1.0, 1e300, 0.0, 1e-310, -1.7e308, 1.7e308}) {
    curve.add("training", static_cast<double>(curve.series.empty() ? 0 : curve.series[0].at.size()), value);
    std::string const svg = to_svg(curve);
    CHECK(is_well_formed(svg));
    CHECK(svg.find("nan") == std::string::npos);
    CHECK(svg.find("inf") == std::string::npos);
  }
}

TEST_CASE("long runs give small pictures that keep their extremes") {
  loss_curve curve;
  for (int k = 0; k < 200'000; ++k) curve.add("training", k, k == 123'456 ? 50.0 : 10 + std::sin(k));
  std::string const svg = to_svg(curve);
  CHECK(svg.size() < 60'000);
  // The peak, 4 % below the upper edge.
  std::string const attribute = " points=\"";
  std::size_t const begin = svg.find(attribute) + attribute.size();
  std::string const points = svg.substr(begin, svg.find('"', begin) - begin);
  double highest = 1e9;
  for (std::size_t at = 0; (at = points.find(',', at)) != std::string::npos; ++at) highest = std::min(highest, std::stod(points.substr(at + 1)));
  CHECK(highest == doctest::Approx(44 + (362 - 44) * 0.04 / 1.08).epsilon(0.01));
}
