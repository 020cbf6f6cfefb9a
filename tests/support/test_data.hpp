// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Where the test data lie, and a reader for their tables (.csv and .tsv, one header row, no quoting).
#pragma once

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gradsmith::tests {

/// The folder of the test data: the environment's GRADSMITH_TEST_DATA, else tests/data of the source tree.
inline std::filesystem::path test_data() {
  const char* folder = std::getenv("GRADSMITH_TEST_DATA");
  return folder != nullptr ? folder : GRADSMITH_TEST_DATA_DEFAULT;
}

/// True where the long sweeps were asked for (GRADSMITH_LONG=1).
inline bool long_tests() {
  const char* value = std::getenv("GRADSMITH_LONG");
  return value != nullptr && std::string_view{value} != "" && std::string_view{value} != "0";
}

/// A table of text cells, read as numbers on demand.
struct table {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;

  /// Index of the named column; throws if there is none.
  std::size_t column(std::string_view name) const {
    for (std::size_t k = 0; k < names.size(); ++k)
      if (names[k] == name) return k;
    throw std::out_of_range("no column " + std::string{name});
  }

  bool has(std::string_view name) const {
    for (const auto& each : names)
      if (each == name) return true;
    return false;
  }

  const std::string& text(std::size_t row, std::string_view name) const {
    return rows.at(row).at(column(name));
  }

  /// The nearest double to the cell; NaN for an empty cell; throws for anything else that is not a number.
  double number(std::size_t row, std::size_t column) const {
    const std::string& cell = rows.at(row).at(column);
    if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
    char* end = nullptr;
    const double value = std::strtod(cell.c_str(), &end);
    if (*end != '\0') throw std::invalid_argument("not a number: '" + cell + "'");
    return value;
  }
  double number(std::size_t row, std::string_view name) const { return number(row, column(name)); }

  /// A whole column.
  std::vector<double> numbers(std::string_view name) const {
    const std::size_t k = column(name);
    std::vector<double> values;
    values.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) values.push_back(number(row, k));
    return values;
  }
};

/// Reads a table; `path` is taken relative to test_data().
inline table read_table(const std::filesystem::path& path) {
  const char separator = path.extension() == ".tsv" ? '\t' : ',';
  const auto cells = [separator](const std::string& line) {
    std::vector<std::string> result(1);
    for (char each : line)
      if (each == separator)
        result.emplace_back();
      else
        result.back() += each;
    return result;
  };
  std::ifstream file(test_data() / path);
  if (!file) throw std::runtime_error("cannot read " + (test_data() / path).string());
  table result;
  std::string line;
  if (std::getline(file, line)) result.names = cells(line);
  while (std::getline(file, line)) {
    if (line.empty() && result.names.size() > 1) continue;
    result.rows.push_back(cells(line));
    if (result.rows.back().size() != result.names.size())
      throw std::runtime_error(path.string() + ": a row has not as many cells as the header: " + line);
  }
  return result;
}

}  // namespace gradsmith::tests
