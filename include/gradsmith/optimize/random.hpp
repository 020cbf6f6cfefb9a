// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Random numbers that are the same on every platform, from a seed that is always given.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <tuple>
#include <utility>

namespace gradsmith::optimize {

/// xoshiro256** of Blackman and Vigna (2018), its state filled from the seed by splitmix64. Integer arithmetic only.
class random_bits {
 public:
  using result_type = std::uint64_t;

  /// Those of seed 0, for the member of a class whose numbers are loaded.
  constexpr random_bits() noexcept : random_bits(0) {}
  constexpr explicit random_bits(std::uint64_t seed) noexcept {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15u;
      std::uint64_t mixed = seed;
      mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
      word = mixed ^ (mixed >> 31);
    }
  }

  /// 64 random bits.
  constexpr std::uint64_t operator()() noexcept {
    std::uint64_t const bits = std::rotl(state_[1] * 5, 7) * 9;
    std::uint64_t const shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return bits;
  }

  /// A multiple of 2^-53 in [0, 1), each equally likely.
  constexpr double uniform() noexcept { return static_cast<double>((*this)() >> 11) * 0x1p-53; }

  /// An integer in [0, bound), each equally likely: what would favour some of them is drawn again.
  constexpr std::uint64_t below(std::uint64_t bound) noexcept {
    std::uint64_t const favoured = (0 - bound) % bound;      // 2^64 mod bound
    for (;;)
      if (std::uint64_t const bits = (*this)(); bits >= favoured) return bits % bound;
  }

  /// For a run that is saved.
  template <class Self>
  static constexpr auto members(Self& self) noexcept {
    return std::tie(self.state_);
  }

  static constexpr std::uint64_t min() noexcept { return 0; }
  static constexpr std::uint64_t max() noexcept { return ~std::uint64_t{0}; }

 private:
  std::uint64_t state_[4]{};
};

/// Puts the elements in random order, each order equally likely (Fisher and Yates; std::shuffle differs between
/// standard libraries).
template <class T>
constexpr void shuffle(std::span<T> elements, random_bits& random) noexcept {
  for (std::size_t left = elements.size(); left > 1; --left)
    std::swap(elements[left - 1], elements[static_cast<std::size_t>(random.below(left))]);
}

}  // namespace gradsmith::optimize
