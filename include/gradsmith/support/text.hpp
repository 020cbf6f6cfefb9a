// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Text built during constant evaluation: formulas, and the sentences of errors.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include <gradsmith/support/vec.hpp>

namespace gradsmith {

/// A text that grows by appending; works in constant evaluation and at run time.
class text {
 public:
  constexpr text() = default;
  constexpr text(std::string_view start) { *this << start; }
  constexpr text(char const* start) { *this << std::string_view{start}; }

  constexpr text& operator<<(std::string_view piece) {
    letters_.append(piece.data(), static_cast<int>(piece.size()));
    return *this;
  }
  constexpr text& operator<<(char const* piece) { return *this << std::string_view{piece}; }
  constexpr text& operator<<(text const& piece) { return *this << piece.view(); }
  constexpr text& operator<<(std::int64_t number) {
    if (number < 0) {
      letters_.push_back('-');
      number = -number;
    }
    char digits[20]{};
    int count = 0;
    do digits[count++] = static_cast<char>('0' + number % 10);
    while ((number /= 10) != 0);
    while (count > 0) letters_.push_back(digits[--count]);
    return *this;
  }
  constexpr text& operator<<(int number) { return *this << static_cast<std::int64_t>(number); }

  /// A double in the fewest of at most 12 significant digits; integers without a point.
  constexpr text& operator<<(double number) {
    if (number != number) return *this << "nan";
    if (number < 0) {
      letters_.push_back('-');
      number = -number;
    }
    if (number > (std::numeric_limits<double>::max)()) return *this << "inf";
    if (number < 1e15 && static_cast<double>(static_cast<std::int64_t>(number)) == number)
      return *this << static_cast<std::int64_t>(number);
    int exponent = 0;
    while (number >= 10) number /= 10, ++exponent;
    while (number < 1) number *= 10, --exponent;
    auto digits = static_cast<std::int64_t>(number * 1e11 + 0.5);
    if (digits >= 1'000'000'000'000) digits /= 10, ++exponent;
    int count = 12;
    while (count > 1 && digits % 10 == 0) digits /= 10, --count;
    return write_decimal(digits, count, exponent);
  }

  [[nodiscard]] constexpr int size() const noexcept { return letters_.size(); }
  [[nodiscard]] constexpr bool empty() const noexcept { return letters_.empty(); }
  [[nodiscard]] constexpr std::string_view view() const noexcept {
    return {letters_.begin(), static_cast<std::size_t>(letters_.size())};
  }
  friend constexpr bool operator==(text const& a, std::string_view b) { return a.view() == b; }

 private:
  // `digits` holds `count` decimal digits, the first of which has the weight 10^exponent.
  constexpr text& write_decimal(std::int64_t digits, int count, int exponent) {
    char letters[20]{};
    for (int k = count; k-- > 0; digits /= 10) letters[k] = static_cast<char>('0' + digits % 10);
    bool const scientific = exponent < -5 || exponent > 14;
    int const point = scientific ? 1 : exponent + 1;
    if (point <= 0) {
      *this << "0.";
      for (int k = point; k < 0; ++k) letters_.push_back('0');
    }
    for (int k = 0; k < count || k < point; ++k) {
      if (k == point && k > 0) letters_.push_back('.');
      letters_.push_back(k < count ? letters[k] : '0');
    }
    if (scientific) *this << "e" << exponent;
    return *this;
  }

  vec<char> letters_;
};

}  // namespace gradsmith
