// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Random formulas over all operations and axes through all passes: the scheduled programs give the value, the gradient
// and the Hessian product of the formula. GRADSMITH_LONG=1 for more.
#include "support/random/check.hpp"
#include "support/random/generator.hpp"
#include "support/random/text.hpp"
#include "support/test_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <sstream>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("random formulas know all operations of the library") {
  auto const folder = project_test_data() / ".." / ".." / "include" / "gradsmith";
  auto const contents = [](std::filesystem::path const& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  };
  auto const known = [](std::string const& name) {
    auto const has = [&](auto const& lines) { return std::any_of(lines.begin(), lines.end(), [&](auto const& each) { return each.name == name; }); };
    return has(elementwise_lines()) || has(axis_lines()) || name == "pick" || std::find(std::begin(made_by_passes), std::end(made_by_passes), name) != std::end(made_by_passes);
  };
  std::string const all = contents(folder / "op" / "all.hpp");
  std::regex const include("#include <gradsmith/(op/\\w+\\.hpp)>"), name("string_view name = \"(\\w+)\"");
  int operations = 0;
  for (std::sregex_iterator header(all.begin(), all.end(), include), end; header != end; ++header) {
    std::string const text = contents(folder / (*header)[1].str());
    for (std::sregex_iterator found(text.begin(), text.end(), name); found != end; ++found, ++operations)
      CHECK_MESSAGE(known((*found)[1].str()), (*found)[1].str(), " of ", (*header)[1].str(), " needs a line in support/random/operations.hpp");
  }
  CHECK(operations > 70);
}

TEST_CASE("random formulas keep their value and derivatives from the formula to the scheduled program") {
  auto const begin = std::chrono::steady_clock::now();
  auto const end = begin + std::chrono::seconds(long_tests() ? 840 : 20);
  std::uint64_t const wanted = long_tests() ? 150'000 : 10'000;
  char const* const from = std::getenv("GRADSMITH_FIRST_FORMULA");
  std::uint64_t const first = from == nullptr ? 0 : std::strtoull(from, nullptr, 10);
  std::uint64_t done = 0;
  char const* const most = std::getenv("GRADSMITH_MOST_FAILURES");
  int const most_failures = most == nullptr ? 10 : std::atoi(most);
  int compared = 0, undefined = 0, failures = 0, written_out = 0;
  double worst = 0, growth[5]{};
  std::uint64_t worst_formula = 0;
  std::map<std::string, int> limits;
  for (; done < wanted && failures < most_failures && std::chrono::steady_clock::now() < end; ++done) {
    std::uint64_t const seed = first + done;
    formula_generator generate(seed);
    formula f = generate(static_cast<int>(3 + seed % 14));
    // In half of the formulas all axes but the rows have extents that the compiler knows: short ones are written out.
    for (formula::axis& each : f.axes)
      if (seed % 4 < 2 && each.name != "i" && each.name != "o") each.known = true;
    comparison const got = formula_check(f, seed % 2 == 0 ? 8 : 16)();
    compared += got.compared;
    written_out += got.has_short_axes ? 1 : 0;
    undefined += got.undefined;
    if (got.worst > worst) worst = got.worst, worst_formula = seed;
    for (int k = 0; k < 5; ++k) growth[k] = std::max(growth[k], got.growth[k]);
    if (!got.limit.empty()) ++limits[got.limit.substr(got.limit.find(": ") + 2)];
    if (got.failure.empty()) continue;
    ++failures;
    FAIL_CHECK("formula " << seed << ": " << got.failure << "\n" << formula_text(f).declarations());
  }
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  MESSAGE(done << " formulas, " << static_cast<double>(done) / seconds << " per second; " << compared << " numbers compared, " << undefined << " of them not defined; the worst error is " << worst << " units, in formula " << worst_formula);
  MESSAGE(written_out << " with short axes written out");
  CHECK(written_out * 10 > static_cast<int>(done));
  MESSAGE("nodes after each pass by those before: " << growth[0] << " " << growth[1] << " " << growth[2] << " " << growth[3] << " " << growth[4]);
  for (auto const& [sentence, count] : limits) MESSAGE(count << " times: " << sentence);
  CHECK(undefined < 0.05 * compared);
  // Nothing grows with the square of a formula: the passes are linear. Of 150,000, the Hessian product that differentiation
  // made most of, a gradient of a gradient, had 24 nodes for each one before.
  double const most_growth[]{3, 32, 3, 4, 4};
  for (int k = 0; k < 5; ++k) CHECK(growth[k] <= most_growth[k]);
  CHECK(done > 100);
}
