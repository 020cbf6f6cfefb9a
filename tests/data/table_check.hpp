// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// One table of a function against the program of its formula, every row in double and in float.
//
// The bound on a value is 16 eps (|ref| + sum_k |x_k d ref/d x_k|) with the tabulated derivatives, that
// on a first derivative the same with the tabulated second derivatives; second derivatives have the
// relative bound 1e-12 (in float the same multiple of eps, 5.4e-4). Nothing is added but the smallest
// normal number. Only inputs that the table differentiates by count: targets, weights and shape
// parameters do not widen a bound, and a derivative that overflows or is unknown adds nothing to it.
// Where a formula says that its terms cancel, the bound on a value is at least 16 eps (sum of the terms'
// magnitudes); cells that need this are in the findings, for whoever allows only listed ones.
// An empty cell is a derivative that overflows: the result must be infinite or at the last finite number.
//
// In float the inputs are rounded, and the reference is the double program at the rounded inputs. A row is left
// out if rounding takes an input out of the normal floats, or the double program is not finite there (it
// left the domain); a cell, if the reference is not 0 and no normal float.
#pragma once

#include <cmath>
#include <cstddef>
#include <exception>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "data/function_registry.hpp"
#include "support/element_types.hpp"
#include "support/test_data.hpp"

namespace gradsmith::tests {

/// What the check of a table found. Rows count from 1.
struct findings {
  std::vector<std::string> failures;
  std::vector<std::string> not_covered;  // columns
  // Error over the bound without the terms, above 0.5, by point and column (`float:value` in float), for formulas whose
  // terms cancel. Points, not rows, so that a table may lose rows.
  std::map<std::pair<std::string, std::string>, double> needing_terms;
};

/// Checks every row of one table of any rows and columns.
class table_check {
 public:
  table_check(std::string name, table values, function_entry const& f) : name_(std::move(name)), values_(std::move(values)), f_(f) {
    for (std::size_t row = 0; row < values_.rows.size(); ++row) number_.push_back(row + 1);
  }

  findings run() {
    try {
      (void)values_.column("value");
      read_inputs();
      if (!values_.rows.empty()) check();
    } catch (std::exception const& error) {  // a table that does not fit its formula
      fail(name_ + ": " + error.what());
    }
    return std::move(found_);
  }

 private:
  void read_inputs() {
    inputs_.clear();
    for (auto const& column : values_.names) {
      if (column == "value") break;
      inputs_[column] = values_.numbers(column);
    }
  }

  void check() {
    leave_out_refused_rows();
    if (values_.rows.empty()) return;
    columns<double> const got = f_.in_double(inputs_);
    for (auto const& [column, values] : got) known_.insert(column);
    for (auto const& column : values_.names)
      if (column.starts_with("d_")) differentiated_.push_back(column.substr(2));
    for (auto const& column : values_.names) {
      if (inputs_.contains(column)) continue;
      if (got.contains(column)) computed_.push_back(column);
      else found_.not_covered.push_back(name_ + ", column " + column);
    }
    std::vector<double> const terms = f_.terms != nullptr ? f_.terms(inputs_) : std::vector<double>(values_.rows.size());
    for (std::size_t row = 0; row < values_.rows.size(); ++row)
      for (auto const& column : computed_) {
        double const want = values_.number(row, column);
        // What the table does not have is taken from the program.
        auto const derivative = [&](std::string const& d) { return values_.has(d) ? values_.number(row, d) : cell(got, d, row); };
        judge<double>(row, column, got.at(column)[row], want, values_.text(row, column).empty(),
                      scale(row, column, want, inputs_, derivative), column == "value" ? terms[row] : 0);
      }
    same_row_by_row(inputs_, got, f_.in_double);
    if (float_is_tested) run_in_float();
  }

  // A label that is no position is refused with an exception; that row fails, the others are checked.
  void leave_out_refused_rows() {
    try {
      (void)f_.in_double(inputs_);
      return;
    } catch (std::exception const&) {
    }
    table kept{values_.names, {}};
    std::vector<std::size_t> numbers;
    std::string reason;
    std::vector<std::string> refused;
    for (std::size_t row = 0; row < values_.rows.size(); ++row) {
      try {
        (void)f_.in_double(one_row(inputs_, row));
        kept.rows.push_back(values_.rows[row]);
        numbers.push_back(number_[row]);
      } catch (std::exception const& error) {
        reason = error.what();
        refused.push_back(name_ + "\t" + std::to_string(number_[row]) + "\t" + reason + " at " + point(row));
      }
    }
    if (kept.rows.empty()) throw std::runtime_error(reason);
    found_.failures.insert(found_.failures.end(), refused.begin(), refused.end());
    values_ = std::move(kept);
    number_ = std::move(numbers);
    read_inputs();
  }

  template <class T>
  static columns<T> one_row(columns<T> const& inputs, std::size_t row) {
    columns<T> one;
    for (auto const& [x, values] : inputs) one[x] = {values[row]};
    return one;
  }
  template <class T>
  static double cell(columns<T> const& from, std::string const& column, std::size_t row) {
    auto const found = from.find(column);
    return found == from.end() ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(found->second[row]);
  }

  // |ref| + sum_k |x_k d ref/d x_k|; for second derivatives what 16 eps turns into their bound.
  template <class T, class Derivative>
  double scale(std::size_t row, std::string const& column, double want, columns<T> const& inputs, Derivative derivative) const {
    if (column.starts_with("d2_")) return 1e-12 / std::numeric_limits<double>::epsilon() / 16 * std::fabs(want);
    double sum = std::fabs(want);
    for (std::string const& x : differentiated_) {
      double const partial = derivative(column == "value" ? "d_" + x : second_derivative(column.substr(2), x));
      double const at = static_cast<double>(column_of(inputs, x)[row]);
      if (std::isfinite(partial) && std::isfinite(at)) sum += std::fabs(at * partial);
    }
    return sum;
  }
  // Tables have only the upper triangle, programs of two numbers too.
  std::string second_derivative(std::string const& x, std::string const& y) const {
    std::string const name = "d2_" + x + "_" + y, other = "d2_" + y + "_" + x;
    if (values_.has(name)) return name;
    return values_.has(other) || !known_.contains(name) ? other : name;
  }

  template <class T>
  void judge(std::size_t row, std::string const& column, double got, double want, bool overflows, double magnitude, double terms) {
    auto const factor_of = [&](double of) {
      if (overflows) return std::fabs(got) >= std::numeric_limits<double>::max() ? 0 : std::numeric_limits<double>::infinity();
      if (got == want || (std::isnan(got) && std::isnan(want))) return 0.0;
      double const allowed = std::fmax(16 * double{std::numeric_limits<T>::epsilon()} * of, double{std::numeric_limits<T>::min()});
      double const factor = std::fabs(got - want) / allowed;
      return std::isfinite(factor) ? factor : std::numeric_limits<double>::infinity();
    };
    double factor = factor_of(magnitude);
    if (terms > magnitude && std::isfinite(terms)) {
      // Between machines the rounding differs: the terms are needed from half the bound on.
      if (factor > 0.5) found_.needing_terms[{point(row), column}] = factor;
      factor = factor_of(terms);
    }
    if (factor <= 1) return;
    std::ostringstream line;
    line << name_ << '\t' << number_[row] << '\t' << column << "\tfactor " << factor << ": got " << got << ", want " << want << " at " << point(row);
    fail(line.str());
  }

  std::string point(std::size_t row) const {
    std::string all;
    for (auto const& [x, values] : inputs_) all += (all.empty() ? "" : " ") + x + "=" + values_.text(row, x);
    return all;
  }

  // Lanes and remainders: one row at a time gives the bits of all rows at once.
  template <class T>
  void same_row_by_row(columns<T> const& inputs, columns<T> const& all, columns<T> (*f)(columns<T> const&)) {
    for (std::size_t row = 0; row < values_.rows.size(); ++row)
      for (auto const& [column, values] : f(one_row(inputs, row))) {
        T const a = values[0], b = all.at(column)[row];
        if ((std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b))) continue;
        std::ostringstream line;
        line << name_ << " row " << number_[row] << ' ' << column << ": alone " << a << ", among all rows " << b << " at " << point(row);
        fail(line.str());
      }
  }

  static bool is_normal_float(double x) {
    return x == 0 || (std::fabs(x) <= double{std::numeric_limits<float>::max()} && std::fabs(x) >= double{std::numeric_limits<float>::min()});
  }

  void run_in_float() {
    columns<double> rounded;
    columns<float> narrow;
    for (auto const& [x, values] : inputs_)
      for (double const each : values) {
        narrow[x].push_back(is_normal_float(each) ? static_cast<float>(each) : 1);
        rounded[x].push_back(double{narrow[x].back()});
      }
    columns<double> const want = f_.in_double(rounded);
    columns<float> const got = f_.in_float(narrow);
    std::vector<double> const terms = f_.terms != nullptr ? f_.terms(rounded) : std::vector<double>(values_.rows.size());
    same_row_by_row(narrow, got, f_.in_float);
    for (std::size_t row = 0; row < values_.rows.size(); ++row) {
      bool usable = true;
      for (auto const& [x, values] : inputs_) usable = usable && is_normal_float(values[row]);
      for (auto const& column : computed_) usable = usable && std::isfinite(want.at(column)[row]);
      if (!usable) continue;
      for (auto const& column : computed_) {
        double const reference = want.at(column)[row];
        if (!is_normal_float(reference)) continue;
        auto const derivative = [&](std::string const& d) { return cell(want, d, row); };
        judge<float>(row, "float:" + column, double{got.at(column)[row]}, reference, false,
                     scale(row, column, reference, narrow, derivative), column == "value" ? terms[row] : 0);
      }
    }
  }

  void fail(std::string line) { found_.failures.push_back(std::move(line)); }

  std::string name_;
  table values_;
  function_entry f_;
  std::vector<std::size_t> number_;  // of each row in its file
  columns<double> inputs_;
  std::vector<std::string> differentiated_, computed_;
  std::set<std::string> known_;  // what the program computes
  findings found_;
};

}  // namespace gradsmith::tests
