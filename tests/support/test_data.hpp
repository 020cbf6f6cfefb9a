// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Where the test data lie, and a reader for their tables (.csv and .tsv, one header row, no quoting).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace gradsmith::tests {

/// The copies that belong to the source tree.
inline std::filesystem::path project_test_data() { return GRADSMITH_TEST_DATA_DEFAULT; }

/// The folder of the test data: the environment's GRADSMITH_TEST_DATA, else tests/data of the source tree.
inline std::filesystem::path test_data() {
  const char* folder = std::getenv("GRADSMITH_TEST_DATA");
  return folder != nullptr && *folder != '\0' ? std::filesystem::path{folder} : project_test_data();
}

/// Whether a folder is the project's own, whose sizes and exceptions are known.
inline bool is_project_test_data(const std::filesystem::path& folder) {
  std::error_code missing;
  return std::filesystem::equivalent(folder, project_test_data(), missing);
}

/// Says on standard output what a test leaves out: scripts/test repeats these lines, which passing tests would hide.
inline void print_not_covered(const std::string& what) { std::cout << "not covered: " << what << std::endl; }

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

  /// A whole column as text.
  std::vector<std::string> texts(std::string_view name) const {
    const std::size_t k = column(name);
    std::vector<std::string> cells;
    for (const auto& row : rows) cells.push_back(row.at(k));
    return cells;
  }

  /// A whole column of numbers.
  std::vector<double> numbers(std::string_view name) const {
    const std::size_t k = column(name);
    std::vector<double> values;
    values.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) values.push_back(number(row, k));
    return values;
  }
};

/// Whether a folder holds a table.
inline bool has_table(const std::filesystem::path& path, const std::filesystem::path& folder = test_data()) {
  std::error_code missing;
  return std::filesystem::is_regular_file(folder / path, missing);
}

/// Reads a table of a folder.
inline table read_table(const std::filesystem::path& path, const std::filesystem::path& folder = test_data()) {
  const char separator = path.extension() == ".tsv" ? '\t' : ',';
  const auto cells = [separator](const std::string& line) {
    std::vector<std::string> result(1);
    for (char each : line)
      if (each == separator)
        result.emplace_back();
      else if (each != '\r')  // tables written on Windows
        result.back() += each;
    return result;
  };
  std::ifstream file(folder / path);
  if (!file) throw std::runtime_error("cannot read " + (folder / path).string());
  table result;
  std::string line;
  if (std::getline(file, line)) result.names = cells(line);
  while (std::getline(file, line)) {
    if ((line.empty() || line == "\r") && result.names.size() > 1) continue;
    result.rows.push_back(cells(line));
    if (result.rows.back().size() != result.names.size())
      throw std::runtime_error(path.string() + ": a row has not as many cells as the header: " + line);
  }
  return result;
}

/// The names of all .csv files in a part of a folder, sorted; none if there is no such part.
inline std::vector<std::string> table_names(const std::filesystem::path& part, const std::filesystem::path& folder = test_data()) {
  std::vector<std::string> names;
  std::error_code missing;
  for (const auto& each : std::filesystem::directory_iterator(folder / part, missing))
    if (each.path().extension() == ".csv") names.push_back(each.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace gradsmith::tests
