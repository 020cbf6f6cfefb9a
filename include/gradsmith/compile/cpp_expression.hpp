// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Parts of C++ expressions: numbers that read back as they are, and where parentheses are needed.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include <gradsmith/support/text.hpp>

namespace gradsmith::detail {

/// How tightly a C++ expression binds.
enum class cpp_strength { choice, sum, product, atom };

struct cpp_expression {
  text spelled;
  cpp_strength binds = cpp_strength::atom;
};

/// How tightly an operation's spelling binds, from what stands outside its parentheses.
[[nodiscard]] constexpr cpp_strength cpp_strength_of(std::string_view spelling) {
  auto binds = cpp_strength::atom;
  int brackets = 0;
  for (char letter : spelling) {
    if (letter == '(') ++brackets;
    if (letter == ')') --brackets;
    if (brackets > 0) continue;
    if (letter == '?' || letter == '=' || letter == '<' || letter == '>' || letter == '&' || letter == '|') return cpp_strength::choice;
    if (letter == '+' || letter == '-') binds = cpp_strength::sum;
    if ((letter == '*' || letter == '/') && binds == cpp_strength::atom) binds = cpp_strength::product;
  }
  return binds;
}
/// How tightly the argument at `place` of a spelling must bind: sums and products keep their order, which rounds.
[[nodiscard]] constexpr cpp_strength cpp_context(cpp_strength own, std::string_view spelling, std::size_t place) {
  auto const beside = [&](std::size_t k) { return k < spelling.size() && (spelling[k] == '*' || spelling[k] == '/'); };
  if (own == cpp_strength::choice) return spelling.find("+= ") != std::string_view::npos && !beside(place + 1) && (place < 2 || !beside(place - 2)) ? cpp_strength::choice : spelling.find("+= ") != std::string_view::npos ? (place < 2 || !beside(place - 2) ? cpp_strength::product : cpp_strength::atom) : cpp_strength::sum;
  if (place >= 2 && beside(place - 2)) return cpp_strength::atom;
  if (beside(place + 1) || (place == 0 && beside(2))) return cpp_strength::product;
  return place == 0 ? own : cpp_strength::product;
}

/// Whether an argument of the spelling, with its number at `place`, is all that stands between two brackets or commas.
[[nodiscard]] constexpr bool is_whole_argument(std::string_view spelling, std::size_t place) {
  std::size_t before = place - 1;
  while (before > 0 && spelling[before - 1] == ' ') --before;
  bool const begins = before > 0 && (spelling[before - 1] == '(' || spelling[before - 1] == ',');
  return begins && place + 1 < spelling.size() && (spelling[place + 1] == ')' || spelling[place + 1] == ',');
}

/// A double that compilers read back as it is: decimal where the quotient of integers below 2^53 that it spells rounds
/// to it, else hexadecimal. A quotient of two such integers is rounded as the decimal number is, once.
[[nodiscard]] constexpr text cpp_number(double number) {
  if (number != number) return text{"std::nan(\"\")"};
  if (number > (std::numeric_limits<double>::max)()) return text{"HUGE_VAL"};
  if (number < -(std::numeric_limits<double>::max)()) return text{"-HUGE_VAL"};
  text out;
  if (number < 0) out << "-";
  double const magnitude = number < 0 ? -number : number;
  double scale = 1;
  for (int places = 0; places <= 22; ++places, scale *= 10) {
    if (!(magnitude * scale < 9e15)) break;
    auto const digits = static_cast<std::int64_t>(magnitude * scale + 0.5);
    if (static_cast<double>(digits) / scale != magnitude) continue;
    if (places == 0) return out << digits;
    if (places > 15) return out << digits << "e-" << places;
    std::int64_t below = 1;
    for (int k = 0; k < places; ++k) below *= 10;
    text fraction;
    fraction << digits % below;
    out << digits / below << ".";
    for (int k = fraction.size(); k < places; ++k) out << "0";
    return out << fraction;
  }
  auto const bits = std::bit_cast<std::uint64_t>(magnitude);
  auto const exponent = static_cast<int>(bits >> 52);
  out << (exponent == 0 ? "0x0." : "0x1.");
  for (int k = 12; k >= 0; --k) {
    char const digit = "0123456789abcdef"[(bits >> (4 * k)) & 15u];
    out << std::string_view{&digit, 1};
  }
  return out << "p" << (exponent == 0 ? -1022 : exponent - 1023);
}
/// The same as a number of type double, where 1 would be an int.
[[nodiscard]] constexpr text cpp_double(double number) {
  text out = cpp_number(number);
  for (char letter : out.view())
    if (letter != '-' && !(letter >= '0' && letter <= '9')) return out;
  return out << ".0";
}

}  // namespace gradsmith::detail
