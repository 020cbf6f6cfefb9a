// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// From the record of an operation to what it makes of single numbers, for graphs that are evaluated node by node.
#pragma once

#include <gradsmith/ir/operation.hpp>
#include <gradsmith/ir/scalar_functions.hpp>

#include <map>

namespace gradsmith::tests {

struct scalar_record {
  double (*value)(double const* x) = nullptr;
  double (*reduce)(double const* const* x, int count) = nullptr;
};

inline std::map<ir::operation const*, scalar_record>& scalar_records() {
  static std::map<ir::operation const*, scalar_record> noted;
  return noted;
}

/// For operations that are not the library's; those are noted by support/all_operations.hpp.
template <class Op>
void note_scalar_functions() {
  using functions = ir::scalar_functions<Op>;
  scalar_record noted;
  if constexpr (functions::has_value) noted.value = &functions::value;
  if constexpr (functions::reduces) noted.reduce = &functions::reduce;
  scalar_records().try_emplace(&ir::info<Op>, noted);
}

}  // namespace gradsmith::tests
