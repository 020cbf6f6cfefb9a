// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "support/nist/nist.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "support/test_data.hpp"

namespace gradsmith::tests {

namespace {

std::map<std::string, std::unique_ptr<nist_model> (*)(nist_data const&)> const models{
    {"Bennett5", bennett5}, {"Chwirut2", chwirut2}, {"Eckerle4", eckerle4}, {"ENSO", enso},       {"Gauss1", gauss1},
    {"Hahn1", hahn1},       {"Lanczos3", lanczos3}, {"MGH09", mgh09},       {"Misra1a", misra1a}, {"Misra1c", misra1c},
    {"Nelson", nelson},     {"Rat43", rat43},       {"Thurber", thurber}};

/// Numbers between semicolons, number k of the list for parameter b_k.
std::vector<double> list_of(std::string const& cell, std::vector<std::size_t> const& order) {
  std::vector<double> all, out;
  std::stringstream text(cell);
  for (std::string each; std::getline(text, each, ';');) all.push_back(std::strtod(each.c_str(), nullptr));
  for (std::size_t number : order) out.push_back(all.at(number - 1));
  if (out.size() != all.size()) throw std::runtime_error("not as many numbers as parameters: " + cell);
  return out;
}

nist_data read_data(std::string const& name, std::size_t first_line, std::size_t rows, std::size_t predictors) {
  std::ifstream file(test_data() / "nist_strd" / (name + ".dat"));
  std::string line;
  for (std::size_t k = 1; k < first_line; ++k) std::getline(file, line);
  nist_data out;
  out.response.resize(rows);
  out.predictors.assign(predictors, std::vector<double>(rows));
  for (std::size_t i = 0; i < rows; ++i) {
    file >> out.response[i];
    for (auto& column : out.predictors) file >> column[i];
  }
  if (!file) throw std::runtime_error(name + ".dat has not the rows that its index says");
  return out;
}

}  // namespace

std::vector<nist_problem> nist_problems() {
  std::vector<nist_problem> out;
  if (!has_table("nist_strd/index.tsv")) {
    print_not_covered("nist_strd (no index.tsv)");
    return out;
  }
  table const index = read_table("nist_strd/index.tsv");
  for (std::size_t row = 0; row < index.rows.size(); ++row) {
    auto const whole = [&](char const* column) { return static_cast<std::size_t>(index.number(row, column)); };
    nist_problem each;
    each.name = index.text(row, "name");
    auto const model = models.find(each.name);
    if (model == models.end() || !has_table("nist_strd/" + each.name + ".dat")) {
      print_not_covered("nist_strd " + each.name + (model == models.end() ? " (no such model)" : " (no data)"));
      continue;
    }
    each.difficulty = index.text(row, "difficulty");
    each.data = std::make_unique<nist_data>(
        read_data(each.name, whole("first_data_line"), whole("n_observations"), whole("n_predictors")));
    if (index.text(row, "response") == "log(y)")
      for (double& y : each.data->response) y = std::log(y);
    each.model = model->second(*each.data);
    auto const order = each.model->order();
    each.starts[0] = list_of(index.text(row, "start1"), order);
    each.starts[1] = list_of(index.text(row, "start2"), order);
    each.parameters = list_of(index.text(row, "certified_parameters"), order);
    each.standard_deviations = list_of(index.text(row, "certified_std_dev"), order);
    each.residual_sum_of_squares = index.number(row, "certified_residual_sum_of_squares");
    each.residual_standard_deviation = index.number(row, "certified_residual_std_dev");
    each.degrees_of_freedom = whole("degrees_of_freedom");
    out.push_back(std::move(each));
  }
  return out;
}

double right_digits(double found, double certified) {
  double const error = std::abs(found - certified) / std::abs(certified);
  if (std::isnan(error)) return 0;
  return error == 0 ? 11 : std::clamp(-std::log10(error), 0.0, 11.0);
}

double right_digits(std::span<double const> found, std::span<double const> certified) {
  if (found.size() != certified.size()) return 0;
  double least = 11;
  for (std::size_t k = 0; k < found.size(); ++k) least = std::min(least, right_digits(found[k], certified[k]));
  return least;
}

}  // namespace gradsmith::tests
