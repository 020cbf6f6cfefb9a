// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Axes of pictures: round numbers beside them, and nothing that cannot be drawn.
#include <gradsmith/train/curve_axis.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <set>
#include <string>
#include <vector>

using namespace gradsmith;
using namespace gradsmith::train;

namespace {

std::vector<std::string> labels(curve_axis const& axis) {
  std::vector<std::string> out;
  for (tick const& each : axis.ticks()) out.push_back(each.label);
  return out;
}
using texts = std::vector<std::string>;
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("numbers are written short") {
  CHECK(number_text(0) == "0");
  CHECK(number_text(0.1 + 0.2) == "0.3");
  CHECK(number_text(-2.5) == "-2.5");
  CHECK(number_text(1500) == "1500");
  CHECK(number_text(0.001) == "0.001");
  CHECK(number_text(1e-10) == "1e-10");
  CHECK(number_text(2.5e-7) == "2.5e-7");
  CHECK(number_text(3e100) == "3e100");
  CHECK(number_text(1e6) == "1e6");
}

TEST_CASE("a linear axis has steps of 1, 2 or 5 times a power of ten") {
  CHECK(labels({0, 30, false, 6}) == texts{"0", "5", "10", "15", "20", "25", "30"});
  CHECK(labels({0, 1, false, 5}) == texts{"0", "0.2", "0.4", "0.6", "0.8", "1"});
  CHECK(labels({-0.13, 0.21, false, 4}) == texts{"-0.1", "0", "0.1", "0.2"});
  CHECK(labels({1234, 1239, false, 5}) == texts{"1234", "1235", "1236", "1237", "1238", "1239"});
  curve_axis const axis(10, 20, false, 5);
  CHECK(axis.place(10) == 0);
  CHECK(axis.place(15) == 0.5);
  CHECK(axis.place(20) == 1);
}

TEST_CASE("a logarithmic axis has powers of ten") {
  CHECK(labels({1e-10, 400, true, 5}) == texts{"1e-9", "1e-6", "0.001", "1"});
  CHECK(labels({0.01, 100, true, 9}) == texts{"0.01", "0.1", "1", "10", "100"});
  CHECK(labels({0.3, 4, true, 5}) == texts{"0.5", "1", "2"});
  CHECK(labels({0.061, 0.094, true, 5}) == texts{"0.061", "0.094"});
  curve_axis axis(1, 100, true, 5);
  CHECK(axis.place(10) == 0.5);
  CHECK(!axis.shows(0));
  CHECK(!axis.shows(-1));
  CHECK(!axis.shows(infinity));
  axis.widen(0.5);
  CHECK(axis.place(1) == 0.25);
  CHECK(axis.ticks().front().place == 0.25);
}

TEST_CASE("any values give an axis") {
  for (bool is_logarithmic : {false, true})
    for (auto [low, high] : {std::pair{infinity, -infinity}, {1.0, 1.0}, {1e-300, 1e300}, {1e-12, 1.0000001e-12}, {3.0, 3.0 + 1e-15}}) {
      curve_axis const axis(low, high, is_logarithmic, 5);
      CAPTURE(low);
      CAPTURE(is_logarithmic);
      CHECK(axis.ticks().size() < 30);
      if (low <= high) CHECK((axis.place(low) > -1e-9 && axis.place(high) < 1 + 1e-9));
    }
  CHECK(labels({0, 0, false, 5}) == texts{"-1", "-0.5", "0", "0.5", "1"});
  CHECK(labels({1e-310, 1e-310, false, 5}) == texts{"-1", "-0.5", "0", "0.5", "1"});
  CHECK(!curve_axis(0, 1, false, 5).shows(1.5e308));      // the difference of two such is infinite
}

TEST_CASE("neighbours on an axis have different numbers") {
  CHECK(labels({7, 7, false, 4}) == texts{"6.5", "7", "7.5"});
  CHECK(labels({1000.0001, 1000.0003, false, 4}) == texts{"1000.0001", "1000.0002", "1000.0003"});
  for (double width = 1; width > 1e-9; width /= 3) {
    texts const all = labels({1e5, 1e5 + width, false, 5});
    CAPTURE(width);
    CHECK(std::set<std::string>(all.begin(), all.end()).size() == all.size());
  }
}

TEST_CASE("the scale follows the values") {
  loss_curve curve;
  curve.add("training", 0, 100.0);
  curve.add("training", 1, 10.0);
  CHECK(!axes_of(curve, 5, 5).y.is_logarithmic());
  curve.add("training", 2, 1.0);
  CHECK(axes_of(curve, 5, 5).y.is_logarithmic());
  CHECK(vertical_label(curve, axes_of(curve, 5, 5)) == "loss (logarithmic)");
  curve.add("training", 3, -1.0);
  CHECK(!axes_of(curve, 5, 5).y.is_logarithmic());
  curve.scale = curve_scale::logarithmic;
  CHECK(axes_of(curve, 5, 5).y.is_logarithmic());
  CHECK(!axes_of(curve, 5, 5).show(3, -1));
  curve.add("training", infinity, 5.0);
  curve.add("training", 4, std::numeric_limits<double>::quiet_NaN());
  CHECK(axes_of(curve, 5, 5).x.place(3) == 1);
}
