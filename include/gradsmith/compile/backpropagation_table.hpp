// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What backpropagation found, as a table to be read by a person.
#pragma once

#include <cstdio>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gradsmith/compile/backpropagation.hpp>

namespace gradsmith {

/// The nodes as a table, one a line: name and definition, axes, value, adjoint. Four digits; of an array the first six
/// entries.
[[nodiscard]] inline std::string to_text(std::vector<node_values> const& rows) {
  auto const list = [](std::vector<double> const& numbers) {
    std::string out;
    for (std::size_t k = 0; k < numbers.size() && k < 6; ++k) {
      char digits[32];
      // Neither -0 nor -nan, whose sign means nothing.
      double const number = numbers[k] != numbers[k] ? std::numeric_limits<double>::quiet_NaN() : numbers[k] + 0.0;
      std::snprintf(digits, sizeof digits, "%s%.4g", k > 0 ? " " : "", number);
      out += digits;
    }
    if (numbers.size() > 6) out += " ...";
    return out;
  };
  std::vector<std::vector<std::string>> table{{"node", "", "value", "adjoint"}};
  for (node_values const& row : rows) {
    std::string name = row.name;
    if (!row.definition.empty()) name.append(" = ").append(row.definition);
    table.push_back({std::move(name), row.axes.empty() ? "" : "[" + row.axes + "]", list(row.value), list(row.adjoint)});
  }
  std::size_t width[4]{};
  for (auto const& line : table)
    for (std::size_t c = 0; c < 4; ++c) width[c] = line[c].size() > width[c] ? line[c].size() : width[c];
  std::string out;
  for (auto const& line : table) {
    std::string written;
    for (std::size_t c = 0; c < 4; ++c)
      if (width[c] > 0) written.append(line[c]).append(width[c] - line[c].size() + 3, ' ');
    written.erase(written.find_last_not_of(' ') + 1);
    out.append(written).append("\n");
  }
  return out;
}

}  // namespace gradsmith
