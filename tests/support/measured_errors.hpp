// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The largest error of each operation that was ever measured, docs/data/errors.tsv: the figures of docs/language.md,
// and what no sweep may exceed. GRADSMITH_ERRORS=FILE appends what a sweep measures; tests/docs/errors.py makes the
// table of it.
#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include <gradsmith/support/simd.hpp>

namespace gradsmith::tests {

/// In ulp, by the name of the operation and the size of the element type; rounded up to a tenth.
inline std::map<std::pair<std::string, std::size_t>, double> const& known_errors() {
  static auto const errors = [] {
    std::map<std::pair<std::string, std::size_t>, double> read;
    std::ifstream file(GRADSMITH_TEST_DATA_DEFAULT "/../../docs/data/errors.tsv");
    std::string line, name;
    std::getline(file, line);
    double in_double = 0, in_float = 0;
    while (std::getline(file, line))  // a row may have no figures
      if (std::istringstream(line) >> name >> in_double >> in_float) read[{name, 8}] = in_double, read[{name, 4}] = in_float;
    return read;
  }();
  return errors;
}

/// Whether an error that was measured is no news.
inline bool error_is_known(std::string const& name, std::size_t size, double ulp) {
  if (char const* file = std::getenv("GRADSMITH_ERRORS"); file != nullptr && *file != '\0') {
    std::ofstream(file, std::ios::app) << name << '\t' << (size == 8 ? "double" : "float") << '\t' << simd::instruction_set << '\t' << ulp << '\n';
    return true;
  }
  auto const known = known_errors().find({name, size});
  if (known != known_errors().end() && ulp <= known->second) return true;
  std::printf("%s in %s: %.4f ulp, more than docs/data/errors.tsv says; see tests/docs/errors.py\n", name.c_str(), size == 8 ? "double" : "float", ulp);
  return false;
}

}  // namespace gradsmith::tests
