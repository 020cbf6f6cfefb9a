// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs in single precision that are saved and go on: the same bits as without a break, for every method.
#include "saved_run.hpp"

#include "methods.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("100 steps are 50, saved and loaded, and 50 more, in single precision") {
  int number = 0;
  auto const check = [&](auto method) {
    ++number;
    check_break<float>(method, 50, 100);
    for (std::int64_t before : {1, 3, 13}) check_break<float>(method, before, 20);
  };
  for_each_method<float>(check);
  check(lbfgs{.memory = 3});
  check(muon{.learning_rate = 0.01, .blocks = {{.offset = 0, .size = 2}}});
  check(svrg{.learning_rate = 1e-3, .rows = 2});
  check(saga{.learning_rate = 1e-3, .rows = 2});
  CHECK(number > 50);
}
