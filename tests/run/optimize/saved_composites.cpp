// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs of composites with a break go on to the same bits.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include "composite_methods.hpp"
#include "saved_run.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("runs of composites go on to the same bits") {
  for_each_composite_method([](auto const& method, auto const& term) {
    for (int before : {0, 1, 2, 7, 11})
      check_break_of<double>([&] { return composite(valleys<double>{}, term); }, method, before, 40);
  });
}

TEST_CASE("the same in float") {
  for_each_method_for<l1>([](auto const& method) {
    check_break_of<float>([] { return composite(valleys<float>{}, l1{.weight = 0.1}); }, method, 9, 20);
  });
}
