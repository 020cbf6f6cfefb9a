// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Looks a node up among those that backpropagation tells of, and compares its numbers.
#pragma once

#include <gradsmith/backpropagation.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace gradsmith::tests {

inline node_values const& find(std::vector<node_values> const& rows, std::string_view definition_or_name) {
  for (node_values const& row : rows)
    if (row.definition == definition_or_name || row.name == definition_or_name) return row;
  FAIL("no node " << definition_or_name);
  return rows.front();
}

inline void check_close(std::vector<double> const& found, auto const& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t n = 0; n < found.size(); ++n) CHECK(found[n] == doctest::Approx(expected[n]).epsilon(1e-12));
}

}  // namespace gradsmith::tests
