// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// write FIRST COUNT FILE: a C++ file with the random formulas of these seeds, their data, and the value and derivatives
// that the programs emitted for them must have.
#include "support/random/check.hpp"
#include "support/random/generator.hpp"
#include "support/random/text.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

using namespace gradsmith::tests;

namespace {

std::string numbers(std::vector<double> const& list) {
  std::string all;
  for (double x : list) all += (all.empty() ? "" : ", ") + formula_text::number(x);
  return "{" + all + "}";
}
std::string integers(std::vector<double> const& list) {
  std::string all;
  for (double x : list) all += (all.empty() ? "" : ", ") + std::to_string(static_cast<int>(x));
  return "{" + all + "}";
}
std::string expected(bounded const& x) {
  long double const tolerance = formula_check::most_units * 0x1p-53L * x.error + 1e-300L;
  return "{" + formula_text::number(static_cast<double>(x.value)) + ", " + formula_text::number(static_cast<double>(tolerance)) + "}";
}

bool is_defined(formula const& f) {
  dual const& truth = f.of(f.root).values[0];
  return std::isfinite(truth.value.value) && std::isfinite(truth.along_u.value) && std::isfinite(truth.along_both.value) &&
         std::isfinite(truth.value.error + truth.along_u.error + truth.along_both.error);
}

/// The axes that anything live varies along or reduces over.
formula::axis_set axes_of(formula const& f, int id) {
  formula::node const& n = f.of(id);
  formula::axis_set all = n.axes | n.bound;
  if (n.kind == formula::part::extent || n.kind == formula::part::gather || n.kind == formula::part::pick) all |= formula::bit(n.which);
  for (int a : n.arguments) all |= axes_of(f, a);
  return all;
}

std::string test_of(formula const& f, std::uint64_t seed) {
  formula_text const text(f);
  std::string const name = "formula_" + std::to_string(seed);
  std::string data, bindings, parameters;
  for (std::size_t s = 0; s < f.symbols.size(); ++s) {
    auto const& each = f.symbols[s];
    if (!text.uses(s)) continue;
    if (each.parameter) {
      parameters += std::string(parameters.empty() ? "" : ", ") + "{\"" + each.name + "\", {" + numbers(each.data) + ", " + numbers(each.u) + ", " + numbers(each.v) + "}}";
      continue;
    }
    std::string const array = each.name + "_data";
    data += "  " + std::string(each.is_index ? "std::vector<std::int32_t> const " : "std::vector<double> const ") + array + (each.is_index ? integers(each.data) : numbers(each.data)) + ";\n";
    std::string extents;
    for (int a : each.axes) extents += ", " + std::to_string(f.axes[formula::index(a)].extent);
    std::string const bound = each.axes.empty() ? array + "[0]"
                              : each.axes.size() == 1 ? array
                              : each.axes.size() == 2 ? "gs::matrix(" + array + extents + ")"
                                                      : "gs::tensor(" + array + ".data(), {" + extents.substr(2) + "})";
    bindings += (bindings.empty() ? "" : ", ") + each.name + " = " + bound;
  }
  formula::axis_set const axes = axes_of(f, f.root);
  for (std::size_t a = 0; a < f.axes.size(); ++a)
    if ((axes >> a & 1u) != 0 && !f.axes[a].known) bindings += (bindings.empty() ? "" : ", ") + f.axes[a].name + " = " + std::to_string(f.axes[a].extent);
  dual const& truth = f.of(f.root).values[0];
  return "namespace " + name + " {\n" + text.declarations() + "TEST_CASE(\"" + name + "\") {\n" + data + "  check_emitted(gs::bind<loss>(" + bindings + "), {" + parameters + "},\n                " +
         expected(truth.value) + ", " + expected(truth.along_u) + ", " + expected(truth.along_both) + ");\n}\n}  // namespace " + name + "\n\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::cerr << "usage: write FIRST COUNT FILE\n", 2;
  std::uint64_t const first = std::strtoull(argv[1], nullptr, 10), count = std::strtoull(argv[2], nullptr, 10);
  std::ofstream file(argv[3]);
  file << "// Written by tests/emitted/write.cpp.\n#include <cstdint>\n#include <vector>\n\n#include \"support/random/emitted.hpp\"\n\n"
          "namespace gs = gradsmith;\nusing gradsmith::tests::check_emitted;\n\nnamespace {\n\n";
  for (std::uint64_t number = first; number < first + count; ++number) {
    // Where a formula has no value, as 0 * log(-1), the next one is taken.
    std::uint64_t seed = number + 1'000'000'000;
    formula f = formula_generator(seed)(static_cast<int>(2 + number % 5));
    while (!is_defined(f)) f = formula_generator(seed += 1'000'000'000)(static_cast<int>(2 + number % 5));
    file << test_of(f, number);
  }
  file << "}  // namespace\n";
  return file.good() ? 0 : 1;
}
