// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the demonstration prints of a run: its curve, and its results beside their references.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gradsmith/optimize/result.hpp>
#include <gradsmith/train.hpp>

#include "loops.hpp"
#include "page.hpp"
#include "table.hpp"

namespace demo {

/// Where the data are and where the pictures go: the program's arguments.
struct folders {
  std::filesystem::path data, pictures;
  folders(int count, char** arguments)
      : data(count > 1 ? arguments[1] : "tests/data"), pictures(count > 2 ? arguments[2] : ".") {}
};

/// Says what begins; a progress line may follow on the terminal.
inline void running(std::string const& what) {
  std::printf("\n%s %s\n", bold("Running").c_str(), what.c_str());
  std::fflush(stdout);
}
template <class T>
void ended(gradsmith::result<T> const& found) {
  std::ostringstream numbers;
  numbers.precision(10);
  numbers << found.message << " Loss " << found.value << ", ";
  numbers.precision(2);
  numbers << "largest gradient entry " << found.gradient_norm << ", after " << found.steps << " steps and " << found.evaluations
          << " evaluations in " << gradsmith::train::duration_text(found.seconds) << ".";
  paragraph("", numbers.str(), 0);
}

/// Draws the curve here, and as a picture into a file.
inline void draw(gradsmith::loss_curve const& curve, std::filesystem::path const& picture) {
  std::printf("\n%s", gradsmith::to_terminal(curve, {.columns = static_cast<int>(width), .colour = in_colour()}).c_str());
  if (picture.has_parent_path()) std::filesystem::create_directories(picture.parent_path());
  std::ofstream file(picture);
  file << gradsmith::to_svg(curve);
  if (!file.flush()) throw std::runtime_error("The picture cannot be written to " + picture.string() + ".");
  std::printf("%s\n", dim("  drawn in " + picture.string()).c_str());
}

/// Results beside what is expected of them; knows whether one of them misses it.
class comparison {
 public:
  void columns() const {
    std::printf("\n%s%s\n", bold("Result").c_str(), dim("                             here             reference       difference").c_str());
  }

  /// A number that has to agree to `tolerance`, as a share of `scale`.
  void number(std::string const& name, double here, double expected, double tolerance, double scale, int digits = 15) {
    double const difference = std::abs(here - expected) / scale;
    std::printf("  %-16s %20.*g %21.*g %16.1e %s\n", name.c_str(), digits, here, digits, expected, difference,
                mark(difference <= tolerance));
    if (!(difference <= tolerance)) miss(name);
  }
  /// The largest of the coefficients by name, and how far any of them is from its reference, as a share of the largest.
  void coefficients(std::span<double const> here, reference const& fit, double tolerance) {
    if (here.size() != fit.coefficients.size()) return miss("the number of coefficients");
    std::vector<std::size_t> order(fit.coefficients.size());
    double largest = 0, worst = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
      order[k] = k;
      largest = std::max(largest, std::abs(fit.coefficients[k]));
    }
    auto const size = [&](std::size_t which) { return std::abs(fit.coefficients[which]); };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    for (std::size_t k = 0; k < std::min<std::size_t>(5, order.size()); ++k) {
      std::size_t const which = order[k];
      number(fit.names[which], here[which], fit.coefficients[which], tolerance, largest);
    }
    for (std::size_t k = 0; k < order.size(); ++k) {
      double const each = std::abs(here[k] - fit.coefficients[k]) / largest;
      if (!(each <= worst) && !std::isnan(worst)) worst = each;      // a NaN is the worst, and stays
    }
    std::string const all = "of all " + std::to_string(order.size()) + " coefficients the largest";
    std::printf("  %-58s %16.1e %s\n", all.c_str(), worst, mark(worst <= tolerance));
    if (!(worst <= tolerance)) miss("the coefficients");
  }
  /// A number that has to be at least so large.
  void at_least(std::string const& name, double here, double least) {
    std::printf("  %-28s %8.4f %16s %.4f %17s\n", name.c_str(), here, "at least", least, mark(here >= least));
    if (!(here >= least)) miss(name);
  }

  /// 0 if everything agrees; else 1, and a sentence says what does not.
  [[nodiscard]] int exit_status() const {
    if (missed_.empty()) return 0;
    std::fflush(stdout);
    std::fprintf(stderr, "The result is not the expected one: %s.\n", missed_.c_str());
    return 1;
  }

 private:
  static char const* mark(bool good) { return good ? "✓" : "✗"; }
  void miss(std::string const& what) { missed_ += (missed_.empty() ? "" : ", ") + what; }
  std::string missed_;
};

}  // namespace demo
