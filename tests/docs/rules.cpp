// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Prints the tables of docs/rules.md, from the tables of rules themselves, and those of docs/stability.md: what naive
// formulas give in plain C++, and what they give here; reference.py puts them into the pages.
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <gradsmith/pass/present.hpp>
#include <gradsmith/rule/normal_form.hpp>

#include "support/formulas.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

std::string code(std::string_view text) {
  std::string cell = "`";
  for (char letter : text) {
    if (letter == '|') cell += '\\';
    cell += letter;
  }
  return cell + "`";
}

// ---- rules

char const* word(validity v) { return v == validity::always ? "always" : v == validity::reals ? "reals" : "finite"; }

template <class Rules>
void print_rules(char const* name) {
  std::printf("== %s\n| rule | valid | applies |\n|---|---|---|\n", name);
  rule_view const table = table_of<Rules>.view();
  for (int r = 0; r < table.count; ++r) {
    pattern_rule const& rule = table.rules[r];
    char const* const how = rule.function != nullptr ? "as a function decides" : rule.guard.exists() ? "under its guard" : "wherever it matches";
    std::printf("| %s | %s | %s |\n", code(rule.name).c_str(), word(rule.valid), how);
  }
}

// ---- plain C++: a number with its derivative, as calculus writes it down

struct plain {
  double value, slope = 0;
  plain(double x, double dx = 0) : value(x), slope(dx) {}
  friend plain operator+(plain a, plain b) { return {a.value + b.value, a.slope + b.slope}; }
  friend plain operator-(plain a, plain b) { return {a.value - b.value, a.slope - b.slope}; }
  friend plain operator-(plain a) { return {-a.value, -a.slope}; }
  friend plain operator*(plain a, plain b) { return {a.value * b.value, a.slope * b.value + a.value * b.slope}; }
  friend plain operator/(plain a, plain b) { return {a.value / b.value, (a.slope - a.value / b.value * b.slope) / b.value}; }
};
plain exp(plain x) { return {std::exp(x.value), std::exp(x.value) * x.slope}; }
plain log(plain x) { return {std::log(x.value), x.slope / x.value}; }
plain sqrt(plain x) { return {std::sqrt(x.value), x.slope / (2 * std::sqrt(x.value))}; }
plain sin(plain x) { return {std::sin(x.value), std::cos(x.value) * x.slope}; }
plain cos(plain x) { return {std::cos(x.value), -std::sin(x.value) * x.slope}; }
plain cosh(plain x) { return {std::cosh(x.value), std::sinh(x.value) * x.slope}; }
plain tanh(plain x) { return {std::tanh(x.value), (1 - std::tanh(x.value) * std::tanh(x.value)) * x.slope}; }
plain square(plain x) { return x * x; }
plain erf(plain x) { return {std::erf(x.value), 1.1283791670955126 * std::exp(-x.value * x.value) * x.slope}; }
plain erfc(plain x) { return {std::erfc(x.value), -erf(x).slope}; }
plain normal_cdf(plain x) { return 0.5 * erfc(-x / 1.4142135623730951); }
plain sigmoid(plain x) { return 1 / (1 + exp(-x)); }

using plains = std::vector<plain>;
plain total(plains const& x, auto const& f) {
  plain all = 0;
  for (plain const& each : x) all = all + f(each);
  return all;
}
plain product(plains const& x) {
  plain all = 1;
  for (plain const& each : x) all = all * each;
  return all;
}

// ---- tables of formulas

std::string number(double x) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.7g", x);
  return std::isnan(x) ? "nan" : digits;
}
/// Whether a person would take one for the other.
bool is_close(double a, double b) { return a == b || std::abs(a - b) <= 1e-6 * std::abs(b); }
std::string marked(double x, double right) { return is_close(x, right) ? number(x) : "**" + number(x) + "**"; }

void print_head(char const* name) {
  std::printf("== %s\n| formula | at z = | plain C++ | its slope | evaluated here | value | slope |\n|---|---|---|---|---|---|---|\n", name);
}
/// One row; the slope is that by the first entry of z.
void print_row(builder& b, ref e, ref z, std::vector<double> const& at, std::string const& where, plain const& naive) {
  b.output(e);
  b.output(b.diff(e, z));
  std::string const written = formula(pass::present(view_of(b.graph)));
  stages const run(b.graph);
  ir::graph const shown = pass::present(view_of(run.stable));
  vec<int> extents;
  for (int a = 0; a < ir::max_axes; ++a) extents.push_back(static_cast<int>(at.size()));
  auto const values = ir::evaluate(view_of(run.expanded), extents, [&](ir::node const& n, ir::position const& place) {
    return at[n.count == 0 ? 0 : static_cast<std::size_t>(place.along[run.expanded[run.expanded.edges[n.first].node].tag])];
  });
  double const value = values.output(0)[0], slope = values.output(1)[0];
  std::printf("| %s | %s | %s | %s | %s | %s | %s |\n", code(written).c_str(), where.c_str(), marked(naive.value, value).c_str(), marked(naive.slope, slope).c_str(),
              code(formula(shown)).c_str(), number(value).c_str(), number(slope).c_str());
}
template <class F>
void row(double at, F const& f) {
  builder b;
  ref const z = b.symbol("z");
  print_row(b, f(z), z, {at}, number(at), f(plain(at, 1)));
}
template <class F, class Naive>
void row_of_entries(std::vector<double> const& at, char const* where, F const& f, Naive const& naive) {
  builder b;
  over const k = b.axis("k");
  ref const z = b.symbol("z", {k});
  plains entries(at.begin(), at.end());
  entries[0].slope = 1;
  ref const e = f(k, z);
  print_row(b, e, e.axes() == 0 ? z : b.at(z, {b.axis("l")}), at, where, naive(entries));
}

void print_exponentials() {
  print_head("exponentials");
  row(1000, [](auto z) { return log(1 + exp(z)); });
  row(-40, [](auto z) { return log(1 + exp(z)); });
  row(1000, [](auto z) { return log(2 + 3 * exp(z)); });
  row(-1e-20, [](auto z) { return log(1 - exp(z)); });
  row(1e-20, [](auto z) { return exp(z) - 1; });
  row(1000, [](auto z) {
    auto const up = exp(z), down = exp(-z);  // in one order, which operands have not
    return log(up + down);
  });
  row(1000, [](auto z) { return log(exp(2 * z) - exp(z)); });
  row(1000, [](auto z) { return log(square(exp(z))); });
  row(1000, [](auto z) { return log(cosh(z)); });
  row(1e-20, [](auto z) {
    auto const up = exp(z), down = exp(-z);
    return (up - down) / 2;
  });
}
void print_logistic() {
  print_head("logistic");
  row(-800, [](auto z) { return 1 / (1 + exp(-z)); });
  row(800, [](auto z) { return exp(z) / (1 + exp(z)); });
  row(40, [](auto z) { return 1 - 1 / (1 + exp(-z)); });
  row(-800, [](auto z) { return log(sigmoid(z)); });
  row(40, [](auto z) { return log(1 - sigmoid(z)); });
  row(-800, [](auto z) { return log(sigmoid(z) * (1 - sigmoid(z))); });
  row(800, [](auto z) {
    auto const up = exp(z), others = exp(2 * z);
    return up / (up + others);
  });
  row(400, [](auto z) { return (exp(2 * z) - 1) / (exp(2 * z) + 1); });
  row(40, [](auto z) { return log(sigmoid(z) / (1 - sigmoid(z))); });
  row(800, [](auto z) { return exp(z) / square(1 + exp(z)); });
  row(20, [](auto z) { return 1 - square(tanh(z)); });
  row(800, [](auto z) {
    auto const root = sqrt(1 - sigmoid(z)), logarithm = log(sigmoid(z));
    return root * logarithm;
  });
}
void print_normal() {
  print_head("normal");
  row(6, [](auto z) { return 1 - erf(z); });
  row(1e-20, [](auto z) { return 1 - erfc(z); });
  row(30, [](auto z) { return log(erfc(z)); });
  row(9, [](auto z) { return 1 - normal_cdf(z); });
  row(-40, [](auto z) { return log(normal_cdf(z)); });
  row(40, [](auto z) { return log(1 - normal_cdf(z)); });
  row(-40, [](auto z) { return log((1 + erf(z / 1.4142135623730951)) / 2); });
}
void print_differences() {
  print_head("differences");
  row(1e-18, [](auto z) { return sqrt(1 + z) - 1; });
  row(1e-9, [](auto z) { return 1 - cos(z); });
  row(1e-9, [](auto z) { return cosh(z) - 1; });
  row(1e-8, [](auto z) { return z - sin(z); });
  row(1e200, [](auto z) { return sqrt(square(z)); });
  row(1e17, [](auto z) { return square(z + 20) - square(z); });
}
void print_sums() {
  print_head("sums");
  std::vector<double> const scores{1000, 998, 0}, tenths(400, 0.1), far{1e9, 1e9 + 1, 1e9 + 2}, deep{-1000, -998, -2000};
  auto const exponentials = [](plains const& z) { return total(z, [](plain x) { return exp(x); }); };
  row_of_entries(scores, "(1000, 998, 0)", [](over k, ref z) { return log(sum(k, exp(z))); }, [&](plains const& z) { return log(exponentials(z)); });
  row_of_entries(scores, "(1000, 998, 0)", [](over k, ref z) { return exp(z) / sum(k, exp(z)); }, [&](plains const& z) { return exp(z[0]) / exponentials(z); });
  row_of_entries(scores, "(1000, 998, 0)", [](over k, ref z) { return log(exp(z) / sum(k, exp(z))); }, [&](plains const& z) { return log(exp(z[0]) / exponentials(z)); });
  row_of_entries(scores, "(1000, 998, 0)", [](over k, ref z) { return exp(z) / (1 + sum(k, exp(z))); }, [&](plains const& z) { return exp(z[0]) / (1 + exponentials(z)); });
  row_of_entries(deep, "(-1000, -998, -2000)", [](over k, ref z) { return log(mean(k, sigmoid(z) * exp(z))); },
                 [](plains const& z) { return log(total(z, [](plain x) { return sigmoid(x) * exp(x); }) / 3); });
  row_of_entries(tenths, "400 times 0.1", [](over k, ref z) { return -log(prod(k, z)); }, [](plains const& z) { return -log(product(z)); });
  row_of_entries(far, "1e9 + (0, 1, 2)", [](over k, ref z) { return mean(k, square(z)) - square(mean(k, z)); }, [](plains const& z) {
    return total(z, [](plain x) { return x * x; }) / 3 - square(total(z, [](plain x) { return x; }) / 3);
  });
}

void print_zeros() {
  print_head("zeros");
  row(0, [](auto z) { return z * log(z); });
  row(1, [](auto z) { return (1 - z) * log(1 - z); });
  std::vector<double> const shares{0.25, 0.75, 0};
  row_of_entries(shares, "(0.25, 0.75, 0)", [](over k, ref z) { return -sum(k, z * log(z)); },
                 [](plains const& z) { return -total(z, [](plain x) { return x * log(x); }); });
}

}  // namespace

int main() {
  print_rules<rules::stability>("stability");
  print_rules<rules::algebra>("algebra");
  print_rules<rules::selection>("selection");
  print_rules<rules::cancellation>("cancellation");
  print_rules<rules::normal_form>("normal_form");
  print_exponentials();
  print_logistic();
  print_normal();
  print_differences();
  print_sums();
  print_zeros();
}
