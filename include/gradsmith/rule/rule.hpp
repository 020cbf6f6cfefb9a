// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What a rewrite rule is: a line with a name, a validity condition and an equation of patterns.
#pragma once

#include <string_view>

#include <gradsmith/op/over.hpp>

namespace gradsmith {

/// When a rule may be applied.
enum class validity : unsigned char {
  always,  // the result is bitwise the same
  reals,   // equal over the reals; rounding may change
  finite,  // needs finite operands (0 * x -> 0)
};

/// Both sides of an equation of patterns; `left >> right`.
struct equation {
  ref left;
  ref right;
};
[[nodiscard]] constexpr equation operator>>(ref left, ref right) { return {left, right}; }
[[nodiscard]] constexpr equation operator>>(ref left, double right) { return {left, ir::literal(*left.graph, right)}; }

/// What the variables of a pattern stand for in a match.
struct match {
  static constexpr int max_variables = 4;
  ref variable[max_variables]{};
  ir::axis_set along = 0;  // the axes that the pattern's `over` stands for
  bool along_known = false;
};

/// A function of the variables of a pattern, of which there are one to three, or one or two behind the axes of a reduction.
/// Plain pointers, so that a table of a hundred lambdas is no hundred types to instantiate.
template <class Result>
struct function_of_match {
  Result (*of_one)(ref) = nullptr;
  Result (*of_two)(ref, ref) = nullptr;
  Result (*of_three)(ref, ref, ref) = nullptr;
  Result (*along_of_one)(over, ref) = nullptr;
  Result (*along_of_two)(over, ref, ref) = nullptr;

  [[nodiscard]] constexpr bool exists() const noexcept {
    return of_one != nullptr || of_two != nullptr || of_three != nullptr || along_of_one != nullptr || along_of_two != nullptr;
  }
  [[nodiscard]] constexpr Result operator()(match const& m) const {
    ref const* const x = m.variable;
    if (of_one != nullptr) return of_one(x[0]);
    if (of_two != nullptr) return of_two(x[0], x[1]);
    if (of_three != nullptr) return of_three(x[0], x[1], x[2]);
    if (along_of_one != nullptr) return along_of_one(over{m.along}, x[0]);
    return along_of_two(over{m.along}, x[0], x[1]);
  }
};

/// `rule{"log(1+exp(x)) -> softplus(x)", reals, [](ref x) { return log(1 + exp(x)) >> softplus(x); }}`
/// with an optional guard on what the variables stand for, `[](ref x) { return x.range()...; }`.
struct rule {
  std::string_view name;
  validity valid;
  function_of_match<equation> sides;
  function_of_match<bool> guard;

  constexpr rule(std::string_view line, validity when, equation (*f)(ref), bool (*holds)(ref) = nullptr)
      : name(line), valid(when), sides{.of_one = f}, guard{.of_one = holds} {}
  constexpr rule(std::string_view line, validity when, equation (*f)(ref, ref), bool (*holds)(ref, ref) = nullptr)
      : name(line), valid(when), sides{.of_two = f}, guard{.of_two = holds} {}
  constexpr rule(std::string_view line, validity when, equation (*f)(ref, ref, ref), bool (*holds)(ref, ref, ref) = nullptr)
      : name(line), valid(when), sides{.of_three = f}, guard{.of_three = holds} {}
  constexpr rule(std::string_view line, validity when, equation (*f)(over, ref), bool (*holds)(over, ref) = nullptr)
      : name(line), valid(when), sides{.along_of_one = f}, guard{.along_of_one = holds} {}
  constexpr rule(std::string_view line, validity when, equation (*f)(over, ref, ref), bool (*holds)(over, ref, ref) = nullptr)
      : name(line), valid(when), sides{.along_of_two = f}, guard{.along_of_two = holds} {}
};

/// A rule that needs more than a pattern: a function from a node to its replacement (an empty handle:
/// does not apply), tried at nodes of the operation `head` that have arguments of all operations in `needs`.
struct function_rule {
  std::string_view name;
  validity valid;
  ir::operation const* head;
  ref (*apply)(ref);
  ir::operation_set needs = 0;
};

}  // namespace gradsmith
