// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The data sets of the demonstration, and the fits they are compared with.
#pragma once

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace demo {

/// The cells of a table with one header row and no quoting, separated by commas, or by tabs in a .tsv.
inline std::vector<std::vector<std::string>> read_cells(std::filesystem::path const& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("There is no table " + path.string() + ".");
  std::vector<std::vector<std::string>> rows;
  for (std::string line, cell; std::getline(file, line);) {
    std::istringstream cells(line);
    rows.emplace_back();
    while (std::getline(cells, cell, path.extension() == ".tsv" ? '\t' : ',')) rows.back().push_back(cell);
  }
  return rows;
}

/// Observations in the rows of x, row by row, and the class of each.
struct dataset {
  std::size_t rows = 0, columns = 0;
  std::vector<double> x{};
  std::vector<int> label{};
};

/// Reads a table whose last column is the class.
inline dataset read_dataset(std::filesystem::path const& path) {
  auto const cells = read_cells(path);
  dataset data{.rows = cells.size() - 1, .columns = cells[0].size() - 1};
  for (std::size_t r = 1; r < cells.size(); ++r) {
    for (std::size_t k = 0; k < data.columns; ++k) data.x.push_back(std::stod(cells[r][k]));
    data.label.push_back(std::stoi(cells[r][data.columns]));
  }
  return data;
}

/// Every column minus its mean, over its standard deviation (divisor n).
inline void standardise(dataset& data) {
  double const n = static_cast<double>(data.rows);
  for (std::size_t k = 0; k < data.columns; ++k) {
    double mean = 0, variance = 0;
    for (std::size_t at = k; at < data.x.size(); at += data.columns) mean += data.x[at] / n;
    for (std::size_t at = k; at < data.x.size(); at += data.columns) variance += (data.x[at] - mean) * (data.x[at] - mean) / n;
    for (std::size_t at = k; at < data.x.size(); at += data.columns) data.x[at] = (data.x[at] - mean) / std::sqrt(variance);
  }
}

/// A fit that others have made: its minimum, the share of labels it predicts, and its coefficients.
struct reference {
  double objective = 0, accuracy = 0;
  std::vector<std::string> names{};
  std::vector<double> coefficients{};
};

/// Reads reference/fits: a row of index.tsv, and the table of that name, whose last column is the coefficient.
inline reference read_reference(std::filesystem::path const& folder, std::string const& name) {
  reference fit;
  for (auto const& row : read_cells(folder / "index.tsv")) {
    if (row[0] != name) continue;
    fit.objective = std::stod(row[4]);
    fit.accuracy = std::stod(row.back());
  }
  auto const cells = read_cells(folder / (name + ".csv"));
  for (std::size_t r = 1; r < cells.size(); ++r) {
    fit.names.push_back(cells[r].size() > 2 ? cells[r][1] + " for " + cells[r][0] : cells[r][0]);
    fit.coefficients.push_back(std::stod(cells[r].back()));
  }
  return fit;
}

/// The class with the largest score, for every row of a matrix of scores.
inline std::vector<int> largest_of_each_row(std::span<double const> scores, std::size_t classes) {
  std::vector<int> winners;
  for (std::size_t row = 0; row + classes <= scores.size(); row += classes) {
    std::size_t best = 0;
    for (std::size_t c = 1; c < classes; ++c) best = scores[row + c] > scores[row + best] ? c : best;
    winners.push_back(static_cast<int>(best));
  }
  return winners;
}

/// The share of labels that were predicted.
inline double accuracy(std::span<int const> predicted, std::span<int const> label) {
  std::size_t right = 0;
  for (std::size_t r = 0; r < label.size(); ++r) right += predicted[r] == label[r] ? 1u : 0u;
  return static_cast<double>(right) / static_cast<double>(label.size());
}

}  // namespace demo
