// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Random formulas over all operations and axes through all passes: the scheduled programs give the value, the gradient
// and the Hessian product of the formula. GRADSMITH_LONG=1 for more.
#include "support/random/check.hpp"
#include "support/random/generator.hpp"
#include "support/random/text.hpp"
#include "support/test_data.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("random formulas keep their value and derivatives from the formula to the scheduled program") {
  auto const begin = std::chrono::steady_clock::now();
  auto const end = begin + std::chrono::seconds(long_tests() ? 840 : 20);
  std::uint64_t const wanted = long_tests() ? 150'000 : 10'000;
  char const* const from = std::getenv("GRADSMITH_FIRST_FORMULA");
  std::uint64_t const first = from == nullptr ? 0 : std::strtoull(from, nullptr, 10);
  std::uint64_t done = 0;
  char const* const most = std::getenv("GRADSMITH_MOST_FAILURES");
  int const most_failures = most == nullptr ? 10 : std::atoi(most);
  int compared = 0, undefined = 0, failures = 0;
  double worst = 0, growth[5]{};
  std::map<std::string, int> limits;
  for (; done < wanted && failures < most_failures && std::chrono::steady_clock::now() < end; ++done) {
    std::uint64_t const seed = first + done;
    formula_generator generate(seed);
    formula const f = generate(static_cast<int>(3 + seed % 14));
    comparison const got = formula_check(f, seed % 2 == 0 ? 8 : 16)();
    compared += got.compared;
    undefined += got.undefined;
    if (got.worst > worst) worst = got.worst;
    for (int k = 0; k < 5; ++k) growth[k] = std::max(growth[k], got.growth[k]);
    if (!got.limit.empty()) ++limits[got.limit.substr(got.limit.find(": ") + 2)];
    if (got.failure.empty()) continue;
    ++failures;
    FAIL_CHECK("formula " << seed << ": " << got.failure << "\n" << formula_text(f).declarations());
  }
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  MESSAGE(done << " formulas, " << static_cast<double>(done) / seconds << " per second; " << compared << " numbers compared, " << undefined << " not defined; the worst error is " << worst << " units");
  MESSAGE("nodes after each pass by those before: " << growth[0] << " " << growth[1] << " " << growth[2] << " " << growth[3] << " " << growth[4]);
  for (auto const& [sentence, count] : limits) MESSAGE(count << " times: " << sentence);
  CHECK(done > 100);
}
