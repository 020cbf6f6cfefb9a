// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the demonstration prints: formulas, loops, curves, and results beside their references.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gradsmith/optimize/result.hpp>
#include <gradsmith/train.hpp>

#include "table.hpp"

namespace demo {

inline constexpr std::size_t width = 80;

/// Where the data are and where the pictures go: the program's arguments.
struct folders {
  std::filesystem::path data, pictures;
  folders(int count, char** arguments)
      : data(count > 1 ? arguments[1] : "tests/data"), pictures(count > 2 ? arguments[2] : ".") {}
};

inline bool in_colour() { return gradsmith::is_terminal(stdout) && std::getenv("NO_COLOR") == nullptr; }
inline std::string bold(std::string const& text) { return in_colour() ? "\033[1m" + text + "\033[0m" : text; }
inline std::string dim(std::string const& text) { return in_colour() ? "\033[2m" + text + "\033[0m" : text; }

inline void heading(std::string const& title, std::string const& about) {
  std::printf("\n%s  %s\n", bold(title).c_str(), dim(about).c_str());
  std::string line;
  for (std::size_t k = 0; k < width; ++k) line += "─";
  std::printf("%s\n", dim(line).c_str());
}

/// Prints words after a label, broken into lines below each other.
inline void paragraph(std::string const& label, std::string_view text, std::size_t indent) {
  std::string line = label + std::string(indent > label.size() ? indent - label.size() : 0, ' ');
  std::istringstream words{std::string(text)};
  bool begins = true;
  for (std::string word; words >> word; begins = false) {
    if (!begins && line.size() + 1 + word.size() > width) {
      std::printf("%s\n", line.c_str());
      line.assign(indent, ' ');
      begins = true;
    }
    line += (begins ? "" : " ") + word;
  }
  std::printf("%s\n", line.c_str());
}

inline void formula(std::string const& name, std::string_view text) { paragraph("  " + name, text, 9); }

/// The end of explain<loss>(): the loops, and what they cost. Operations stand there by number; here by name, n7 = plus(n4, n6) as
/// plus, unless a contraction refers to the number.
inline void loops(std::string const& explanation) {
  std::size_t const listing = explanation.find("after lower\n"), schedule = explanation.find("schedule, vectors of ");
  std::size_t const counts = explanation.find("operations per evaluation\n");
  if (listing == std::string::npos || schedule == std::string::npos || counts == std::string::npos)
    throw std::runtime_error("This explanation has no schedule.");

  std::map<std::string, std::string> leaves, operations;      // n1 -> w, n7 -> plus
  std::string line, word, equals, what;
  std::istringstream nodes(explanation.substr(listing, schedule - listing));
  while (std::getline(nodes, line)) {
    std::istringstream words(line);
    if (!(words >> word >> equals >> what) || equals != "=") continue;
    std::size_t const bracket = what.find('(');
    (bracket == std::string::npos ? leaves : operations)[word] = what.substr(0, bracket);
  }
  std::set<std::string> contracted;
  std::string const schedule_text = explanation.substr(schedule, counts - schedule);
  for (std::size_t at = 0; (at = schedule_text.find("contraction of ", at)) != std::string::npos;) {
    std::istringstream words(schedule_text.substr(at += 15));
    std::string first, second;
    words >> first >> word >> second;
    contracted.insert({first, second});
  }

  std::istringstream lines(schedule_text);
  std::getline(lines, line);
  std::printf("\n%s to loops over %s\n", bold("Compiled").c_str(), line.substr(line.find("vectors")).c_str());
  while (std::getline(lines, line)) {
    if (line.empty()) continue;
    std::size_t const indent = line.find_first_not_of(' ');
    bool const is_loop = indent >= 4 && line.find(": ") != std::string::npos;
    if (!is_loop) line.erase(std::min(line.find(": of the axes"), line.size()));      // why this axis
    std::istringstream words(line);
    std::string text, begin;
    words >> begin;
    while (words >> word) {
      // n32* is kept in memory, n22=sum_log1p ends in a sum.
      std::string const node = word.substr(0, word.find_first_of("*="));
      if (is_loop && operations.contains(node)) {
        std::size_t const sign = word.find('=');
        std::string const name = sign == std::string::npos ? operations[node] : word.substr(sign + 1, word.find('*') - sign - 1);
        word = contracted.contains(node) ? node + "=" + name : name;
      } else if (leaves.contains(word)) {
        word = leaves[word];
      }
      text += (text.empty() ? "" : " ") + word;
    }
    paragraph(std::string(indent, ' ') + begin, text, indent + begin.size() + 1);
  }
  std::printf("%s per evaluation of the loss and all its gradients\n", bold("Operations").c_str());
  std::istringstream kinds(explanation.substr(counts));
  for (std::getline(kinds, line); std::getline(kinds, line);)
    if (std::size_t const colon = line.find(':'); colon != std::string::npos)
      paragraph(line.substr(0, colon), line.substr(colon + 1), 18);
}

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
