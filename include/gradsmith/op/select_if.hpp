// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A choice by a comparison, as one instruction: what lowering makes of where(a > b, x, z).
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// "select_ge" for a choice by ge.
template <class Comparison>
[[nodiscard]] consteval auto name_selection() {
  constexpr std::string_view prefix = "select_";
  std::array<char, prefix.size() + Comparison::name.size()> name{};
  std::size_t size = 0;
  for (char letter : prefix) name[size++] = letter;
  for (char letter : Comparison::name) name[size++] = letter;
  return name;
}

/// "$0 >= $1 ? $2 : $3" for a choice by ge.
template <class Comparison>
[[nodiscard]] consteval auto spell_selection() {
  constexpr std::string_view before = "$0 ", after = " $1 ? $2 : $3";
  std::array<char, before.size() + Comparison::infix.size() + after.size()> spelling{};
  std::size_t size = 0;
  for (std::string_view part : {before, Comparison::infix, after})
    for (char letter : part) spelling[size++] = letter;
  return spelling;
}

/// y = x where Comparison(a, b) holds, else z: the comparison's mask is used as it is.
template <class Comparison>
struct select_if {
  static constexpr auto letters = name_selection<Comparison>();
  static constexpr std::string_view name{letters.data(), letters.size()};
  static constexpr auto spelling = spell_selection<Comparison>();
  static constexpr std::string_view cpp{spelling.data(), spelling.size()};
  static constexpr int arity = 4;
  static constexpr operation_facts facts{.formula = "c where the comparison of a and b holds, else d",
                                         .smooth = smoothness::jump};
  static constexpr operation_counts cost{.compare = 1, .select = 1};
  static auto value(auto a, auto b, auto x, auto z) { return simd::select(Comparison::test(a, b), x, z); }
};

}  // namespace gradsmith::op
