// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// write<e...>(FOLDER, NAME): expressions as to_cpp prints them, NAME.hpp, and NAME.txt: the data to call them with and the
// numbers that they must give, those of the lowered graph, evaluated node by node.
#pragma once

#include <gradsmith/print.hpp>

#include "support/evaluate.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gradsmith::tests {

namespace gs = gradsmith;

inline std::string hexadecimal(double x) {
  char letters[40];
  std::snprintf(letters, sizeof letters, "%a", x);
  return letters;
}

inline int extent_of(std::string_view name) {
  for (auto const& [axis, extent] : {std::pair{"i", 7}, {"j", 3}, {"c", 4}, {"h", 3}, {"k", 3}, {"p", 2}, {"r", 4}, {"t", 5}, {"m", 4}, {"n", 4}, {"d", 2}, {"e", 2}, {"f", 3}, {"g", 3}, {"l", 3}, {"s", 5}})
    if (name == axis) return extent;
  std::cerr << "no extent for the axis " << name << "\n";
  std::exit(2);
}

/// Numbers between 0.2 and 1.2, positions for labels. y is negative: where residuals have one sign, the digits of their sums do
/// not cancel, and what is compared are roundings in the last place.
inline std::vector<double> numbers_of(gs::ir::symbol const& s, int size) {
  std::vector<double> numbers;
  unsigned state = 12345u + static_cast<unsigned>(s.name.size()) * 977u + static_cast<unsigned char>(s.name[0]);
  for (int n = 0; n < size; ++n) {
    state = state * 1664525u + 1013904223u;
    double const u = static_cast<double>(state >> 8) / 16777216.0;
    if (s.index_of != 0) numbers.push_back(static_cast<int>(4 * u));
    else if (s.name == "sign") numbers.push_back(1);
    else numbers.push_back((s.name == "y" ? -1 : 1) * (0.2 + u));
  }
  return numbers;
}

template <class Program>
void write(std::string const& folder, std::string const& name, std::string_view code) {
  std::ofstream(folder + "/" + name + ".hpp") << code;
  std::ofstream data(folder + "/" + name + ".txt");
  gs::ir::graph_view const g = Program::lowered::view;
  gs::vec<int> extents;
  for (int a = 0; a < g.axis_count; ++a) {
    int const extent = extent_of(g.axes[a].name);
    extents.push_back(extent);
    if (g.axes[a].origin == a) data << "extent " << g.axes[a].name << " " << extent << "\n";
  }
  std::vector<std::vector<double>> arrays;
  for (int s = 0; s < g.symbol_count; ++s) {
    gs::ir::symbol const& symbol = g.symbols[s];
    int size = 1;
    for (int n = 0; n < symbol.rank; ++n) size *= extents[symbol.axes[n]];
    arrays.push_back(numbers_of(symbol, size));
    std::string identifier(symbol.name);
    for (char& letter : identifier) letter = letter == ' ' ? '_' : letter;
    data << (symbol.rank == 0 ? "number " : "array ") << identifier;
    for (double each : arrays.back()) data << " " << hexadecimal(each);
    data << "\n";
  }
  auto const leaf = [&](gs::ir::node const& n, gs::ir::position const& where) {
    int place = 0;
    for (int k = 0; k < n.count; ++k) place = place * extents[g.symbols[n.tag].axes[k]] + where.along[g.nodes[g.edges[n.first + k].node].tag];
    return arrays[static_cast<std::size_t>(n.tag)][static_cast<std::size_t>(place)];
  };
  auto const values = gs::ir::evaluate(g, extents, leaf);
  for (int k = 0; k < g.output_count; ++k) {
    data << (g.outputs[k].rank == 0 ? "result" : "results");
    for (double each : values.output(k)) data << " " << hexadecimal(each);
    data << "\n";
  }
}

template <auto... E>
void write(std::string const& folder, std::string const& name) {
  write<gs::pass::pipeline<gs::parsed<E...>>>(folder, name, gs::to_cpp<E...>.view());
}
/// A loss and its gradient.
template <auto Loss>
void write_loss(std::string const& folder, std::string const& name) {
  write<Loss, gradient(Loss)>(folder, name);
}

}  // namespace gradsmith::tests
