// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Whether a gradient belongs to its value, entry by entry.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <gradsmith/optimize/composite.hpp>
#include <gradsmith/optimize/objective.hpp>
#include <gradsmith/optimize/start_point.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

/// What check_gradient says of an entry.
enum class gradient_verdict {
  agrees,
  wrong,
  wrong_sign,          ///< minus the entry would agree
  not_finite,          ///< the entry, or values at the point or beside it
  not_differentiable,  ///< the slopes to the left and to the right differ, and the entry is one of them or lies between
  undecided,           ///< values are too rough here for differences to tell
};

[[nodiscard]] constexpr char const* name_of(gradient_verdict v) {
  switch (v) {
    case gradient_verdict::agrees: return "agrees";
    case gradient_verdict::wrong: return "wrong";
    case gradient_verdict::wrong_sign: return "wrong sign";
    case gradient_verdict::not_finite: return "not finite";
    case gradient_verdict::not_differentiable: return "not differentiable here";
    case gradient_verdict::undecided: return "undecided";
  }
  return "";
}

/// One entry of a gradient beside what differences of values give.
struct gradient_entry {
  std::string name;  ///< of the parameter, with its indices: w[2,0]; x[3] where the problem names none
  std::size_t position = 0;               ///< in the flat vector
  double given = 0;                       ///< by the problem
  double difference = 0;                  ///< extrapolated from central differences
  double uncertainty = 0;                 ///< of the difference, as estimated
  double measure = 0;                     ///< |given - difference| / max(1, |given| + |difference|)
  double left = 0, right = 0;             ///< the one-sided slopes
  gradient_verdict verdict = gradient_verdict::agrees;
};

struct gradient_report {
  std::vector<gradient_entry> entries;
  double tolerance = 0;

  [[nodiscard]] std::size_t count(gradient_verdict v) const {
    return static_cast<std::size_t>(
        std::count_if(entries.begin(), entries.end(), [=](auto const& each) { return each.verdict == v; }));
  }
  /// Every entry that was checked agrees.
  [[nodiscard]] bool agrees() const { return count(gradient_verdict::agrees) == entries.size(); }
};

struct gradient_check {
  std::optional<double> tolerance{};      ///< of the measure; 1e-8, for float 1e-3
  std::vector<std::size_t> only{};        ///< positions to check; all if there are none
};

namespace optimize::detail {

/// The slope of a function of one number at 0 by central differences (f(h) - f(-h)) / 2h, h = reach, reach/2, ...,
/// which are extrapolated to h = 0 as polynomials in h^2; the entry of the table that changed least against its
/// neighbours.
/// Source: Richardson 1911; Ridders 1982.
struct extrapolated_slope {
  double slope = std::numeric_limits<double>::quiet_NaN();
  double uncertainty = std::numeric_limits<double>::infinity();
  double reach = 0;                       ///< the first h at which both values are finite; 0 if there was none

  template <class Slope>
  extrapolated_slope(double first_reach, double good_enough, Slope central) {
    constexpr int rows = 14;
    double table[rows][rows];
    double h = first_reach;
    int done = 0;
    for (int tries = 0; done < rows && tries < rows + 30; ++tries) {
      auto const [difference, rounding] = central(h);
      if (!std::isfinite(difference)) {
        if (done > 0) return;             // finite farther out, not here
        h /= 4;
        continue;
      }
      if (done == 0) reach = h;
      table[done][0] = difference;
      if (done == 0) slope = difference;
      double factor = 4;
      for (int k = 1; k <= done; ++k, factor *= 4) {
        table[done][k] = (factor * table[done][k - 1] - table[done - 1][k - 1]) / (factor - 1);
        double const change =
            std::max(std::abs(table[done][k] - table[done][k - 1]), std::abs(table[done][k] - table[done - 1][k - 1]));
        if (double const doubt = std::max(change, rounding); doubt <= uncertainty)
          slope = table[done][k], uncertainty = doubt;
      }
      if (uncertainty <= good_enough * std::max(1.0, std::abs(slope))) return;
      ++done;
      h /= 2;
    }
  }
};

/// A parameter's name with its indices: of the block it is in, where the problem has blocks.
template <class F>
[[nodiscard]] std::string parameter_name([[maybe_unused]] F& problem, std::size_t position) {
  if constexpr (has_blocks<F>) {
    for (auto const& block : problem.blocks()) {
      if (position < block.offset || position >= block.offset + block.size) continue;
      std::string name(block.name);
      std::size_t const inside = position - block.offset;
      if constexpr (requires { block.rank; block.extents[0]; }) {
        if (block.rank == 0) return name;
        std::string indices;
        std::size_t rest = inside;
        for (int d = static_cast<int>(block.rank); d-- > 0;) {
          std::size_t const extent = static_cast<std::size_t>(block.extents[d]);
          indices = std::to_string(rest % extent) + (indices.empty() ? "" : ",") + indices;
          rest /= extent;
        }
        return name + "[" + indices + "]";
      } else {
        return block.size == 1 ? name : name + "[" + std::to_string(inside) + "]";
      }
    }
  }
  return "x[" + std::to_string(position) + "]";
}

}  // namespace optimize::detail

/// Compares the gradient of a problem at a point with differences of its values, entry by entry:
///   auto const report = gs::check_gradient(problem, {0.3, -1.2});
///   if (!report.agrees()) std::puts(explain(report).c_str());
/// An entry agrees if |given - difference| / max(1, |given| + |difference|) is at most the tolerance, or the difference
/// is not known better than that (by its own estimate, up to the root of the tolerance; beyond, it is undecided). Where
/// slopes of a point's two sides differ, it is no difference that counts: an entry between them is said to be of a
/// point without derivative. The problem is left as it was. Needs value_and_gradient alone, and values with all their
/// digits: no sampling.
/// Cost: between 8 and 60 evaluations per parameter.
/// Errors: data_error if the point has not as many numbers as the problem has parameters, or `only` names one that it
/// has not.
/// Source of the measure: ADBench (Srajer, Kukelova, Fitzgibbon 2018).
template <class F>
  requires optimize::objective<std::remove_reference_t<F>>
[[nodiscard]] gradient_report check_gradient(
    F&& problem, std::type_identity_t<optimize::start_point<optimize::scalar_of<F>>> point,
    gradient_check const& options = {}) {
  static_assert(!optimize::composed<F>,
                "the gradient of a composite is that of its smooth part: check_gradient(problem, point) takes the problem "
                "without the term");
  using T = optimize::scalar_of<F>;
  constexpr bool is_single = sizeof(T) == 4;
  constexpr double epsilon = static_cast<double>(std::numeric_limits<T>::epsilon());
  std::size_t const n = static_cast<std::size_t>(problem.size());
  if (point.numbers.size() != n)
    throw_data_error("check_gradient: the point has ", point.numbers.size(), " elements, the problem has ", n,
                     " parameters");
  std::vector<std::size_t> positions = options.only;
  for (std::size_t each : positions)
    if (each >= n)
      throw_data_error("check_gradient: there is no parameter ", each, ", the problem has ", n, " counted from 0");
  if (positions.empty()) {
    positions.resize(n);
    for (std::size_t k = 0; k < n; ++k) positions[k] = k;
  }

  std::vector<T> x(point.numbers.begin(), point.numbers.end()), given(n), unused(n);
  double const middle = static_cast<double>(problem.value_and_gradient(std::span<T const>{x}, std::span<T>{given}));
  gradient_report report{.entries = {}, .tolerance = options.tolerance.value_or(is_single ? 1e-3 : 1e-8)};
  double const tolerance = report.tolerance;

  for (std::size_t position : positions) {
    T const here = x[position];
    double const size = std::max(1.0, std::abs(static_cast<double>(here)));
    struct side {
      double value, distance;  // as it was rounded
    };
    auto const beside = [&](double h) {
      x[position] = static_cast<T>(static_cast<double>(here) + h);
      double const distance = static_cast<double>(x[position]) - static_cast<double>(here);
      double const value =
          static_cast<double>(problem.value_and_gradient(std::span<T const>{x}, std::span<T>{unused}));
      x[position] = here;
      return side{value, distance};
    };
    struct rounded {
      double difference, rounding;
    };
    optimize::detail::extrapolated_slope const slope(size / 16, tolerance / 256, [&](double h) {
      side const right = beside(h), left = beside(-h);
      double const width = right.distance - left.distance;
      return rounded{(right.value - left.value) / width,
                     2 * epsilon * std::max(std::abs(right.value), std::abs(left.value)) / width};
    });

    gradient_entry entry{.name = optimize::detail::parameter_name(problem, position),
                         .position = position,
                         .given = static_cast<double>(given[position]),
                         .difference = slope.slope,
                         .uncertainty = slope.uncertainty};
    bool is_kink = false;
    if (slope.reach > 0 && std::isfinite(middle)) {
      // Where the function is smooth, the slopes of both sides differ by the distance times a curvature: a sixteenth
      // from a sixteenth as far. At a kink they differ by the same, at a jump by more.
      double const far = std::min(size * (is_single ? 0x1p-5 : 0x1p-14), slope.reach / 16), near = far / 16;
      struct sides {
        double left, right, largest;
        [[nodiscard]] double gap() const { return std::abs(right - left); }
      };
      auto const slopes = [&](double h) {
        side const right = beside(h), left = beside(-h);
        return sides{(left.value - middle) / left.distance, (right.value - middle) / right.distance,
                     std::max({std::abs(left.value), std::abs(right.value), std::abs(middle)})};
      };
      sides const wide = slopes(far), narrow = slopes(near);
      entry.left = narrow.left;
      entry.right = narrow.right;
      double const rounding = 64 * epsilon * narrow.largest / near;
      double const counts = 1e-5 * std::max(1.0, std::max(std::abs(narrow.left), std::abs(narrow.right)));
      is_kink = narrow.gap() > wide.gap() / 2 && narrow.gap() > rounding && narrow.gap() > counts;
    }

    double const weight = std::max(1.0, std::abs(entry.given) + std::abs(entry.difference));
    double const doubt = entry.uncertainty / weight, allowed = std::max(tolerance, 4 * doubt);
    entry.measure = std::abs(entry.given - entry.difference) / weight;
    double const slack = std::sqrt(tolerance) * weight;
    bool const is_between = entry.given >= std::min(entry.left, entry.right) - slack &&
                            entry.given <= std::max(entry.left, entry.right) + slack;
    using enum gradient_verdict;
    if (!std::isfinite(middle) || !std::isfinite(entry.given) || !std::isfinite(entry.difference))
      entry.verdict = not_finite;
    else if (is_kink && is_between)
      entry.verdict = not_differentiable;
    else if (entry.measure <= allowed || !std::isfinite(doubt))
      entry.verdict = doubt <= std::sqrt(tolerance) ? agrees : undecided;
    else if (std::abs(entry.given + entry.difference) <= 1e-3 * std::abs(entry.difference))
      entry.verdict = wrong_sign;
    else
      entry.verdict = wrong;
    report.entries.push_back(std::move(entry));
  }
  return report;
}

/// The same at the problem's own parameters.
template <class F>
  requires optimize::has_parameters<std::remove_reference_t<F>>
[[nodiscard]] gradient_report check_gradient(F&& problem) {
  using T = optimize::scalar_of<F>;
  return check_gradient(problem, std::span<T const>(std::span<T>(problem.parameters())));
}

/// A sentence, and a table of the entries that do not agree, the first 20 of them.
[[nodiscard]] inline std::string explain(gradient_report const& report) {
  std::size_t const all = report.entries.size(), right = report.count(gradient_verdict::agrees);
  char line[200];
  if (right == all) {
    double largest = 0;
    for (gradient_entry const& each : report.entries) largest = std::max(largest, each.measure);
    std::snprintf(line, sizeof line,
                  "The gradient agrees with differences in all of %zu entries; the largest measure is %.2g.", all,
                  largest);
    return line;
  }
  std::snprintf(line, sizeof line, "The gradient agrees with differences in %zu of %zu entries. The others:", right,
                all);
  std::string text = line;
  std::size_t longest = 9, rows = 0;
  for (gradient_entry const& each : report.entries) longest = std::max(longest, each.name.size());
  auto const pad = [](std::string name, std::size_t width) {
    return name.append(width - std::min(width, name.size()), ' ');
  };
  text += "\n  " + pad("parameter", longest) + "       gradient     difference   measure";
  for (gradient_entry const& each : report.entries) {
    if (each.verdict == gradient_verdict::agrees) continue;
    if (++rows > 20) {
      text += "\n  and " + std::to_string(all - right - 20) + " more";
      break;
    }
    std::snprintf(line, sizeof line, "  %13.6g  %13.6g  %8.1e  ", each.given, each.difference, each.measure);
    text += "\n  " + pad(each.name, longest) + line + name_of(each.verdict);
    if (each.verdict == gradient_verdict::not_differentiable) {
      std::snprintf(line, sizeof line, ": slope %.6g to the left, %.6g to the right", each.left, each.right);
      text += line;
    }
    if (each.verdict != gradient_verdict::wrong) continue;
    // The entry of another parameter, or a factor that was forgotten.
    auto const fits = [&](gradient_entry const& other) {
      return other.position != each.position && other.verdict != gradient_verdict::agrees && other.difference != 0 &&
             std::abs(each.given - other.difference) <= 1e-6 * std::abs(other.difference);
    };
    auto const other = std::find_if(report.entries.begin(), report.entries.end(), fits);
    if (other != report.entries.end()) {
      text += ": it is that of " + other->name;
    } else if (each.difference != 0) {
      std::snprintf(line, sizeof line, ": it is %.4g times the difference", each.given / each.difference);
      text += line;
    }
  }
  return text;
}

}  // namespace gradsmith
