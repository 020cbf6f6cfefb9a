// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Values as bytes, and back: what a saved run is made of.
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <gradsmith/support/members.hpp>

namespace gradsmith::optimize {

class byte_writer;
class byte_reader;

namespace detail {

template <class>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;
template <class C>
inline constexpr bool is_list<std::basic_string<C>> = true;
template <class>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class>
inline constexpr bool is_variant = false;
template <class... Ts>
inline constexpr bool is_variant<std::variant<Ts...>> = true;
template <class>
inline constexpr bool is_span = false;
template <class T, std::size_t N>
inline constexpr bool is_span<std::span<T, N>> = true;
template <class>
inline constexpr bool is_array = false;
template <class T, std::size_t N>
inline constexpr bool is_array<T[N]> = true;
template <class T, std::size_t N>
inline constexpr bool is_array<std::array<T, N>> = true;

/// A class may say which members are to be saved: template <class Self> static auto members(Self& self), std::tie of
/// them.
template <class T>
concept names_members = requires(T& object, T const& fixed) {
  T::members(object);
  T::members(fixed);
};
/// Or save and load itself, as one must that hides what it is.
template <class T>
concept saves_itself = requires(T& object, T const& fixed, byte_writer& to, byte_reader& from) {
  fixed.save(to);
  object.load(from);
};

template <class T>
struct saving;

template <class T>
constexpr std::string_view type_name() {
  std::string_view const signature = __PRETTY_FUNCTION__;      // ... [with T = name; ...] or ... [T = name]
  std::size_t const begin = signature.find("T = ") + 4;
  return signature.substr(begin, signature.find_last_of(";]", signature.find("; std::")) - begin);
}

}  // namespace detail

/// What can be saved: numbers (but long double), bool, enumerations, std::vector, std::string, arrays, std::optional,
/// std::variant of what can be saved, classes without members, aggregates of at most 12 members that can, and classes
/// that name their members or save themselves. Spans are passed over: those that begin(n) makes stay valid, for vectors
/// of the same size are filled in place.
template <class T>
concept saveable = detail::saving<T>::is_possible;

namespace detail {

template <class Tuple>
inline constexpr bool all_saveable = false;
template <class... Ts>
inline constexpr bool all_saveable<std::tuple<Ts...>> = (saving<std::remove_cvref_t<Ts>>::is_possible && ...);

template <class T>
struct saving {
  static constexpr bool is_possible = [] {
    if constexpr (std::is_enum_v<T>) return true;
    else if constexpr (std::is_arithmetic_v<T>) return !std::is_same_v<T, long double>;
    else if constexpr (is_list<T> || is_optional<T>) return saving<typename T::value_type>::is_possible;
    else if constexpr (is_variant<T>)
      return []<class... Ts>(std::variant<Ts...> const*) {
        return (saving<Ts>::is_possible && ...);
      }(static_cast<T const*>(nullptr));
    else if constexpr (is_array<T>)
      return saving<std::remove_cvref_t<decltype(*std::begin(std::declval<T&>()))>>::is_possible;
    else if constexpr (is_span<T> || saves_itself<T>) return true;
    else if constexpr (names_members<T>) return all_saveable<decltype(T::members(std::declval<T&>()))>;
    else if constexpr (std::is_empty_v<T>) return true;
    else if constexpr (small_aggregate<T>)
      return decltype(with_members(std::declval<T&>(), [](auto&... each) {
        return std::bool_constant<(saving<std::remove_cvref_t<decltype(each)>>::is_possible && ...)>{};
      }))::value;
    else return false;
  }();
};

/// `visit` for everything that a class consists of.
template <class T, class Visit>
constexpr void visit_members(T& object, Visit&& visit) {
  using plain = std::remove_const_t<T>;
  auto const visit_each = [&](auto&... each_member) { (visit(each_member), ...); };
  if constexpr (names_members<plain>) std::apply(visit_each, plain::members(object));
  else if constexpr (!std::is_empty_v<plain>) with_members(object, visit_each);
}

}  // namespace detail

/// Appends values to `bytes`: integers, enumerations and sizes as 8 bytes, bool as one, floating-point numbers with all
/// their bits, the least significant byte first.
class byte_writer {
 public:
  std::string bytes;

  template <saveable T>
  void operator()(T const& value) {
    if constexpr (std::is_same_v<T, bool>) {
      bytes.push_back(value ? 1 : 0);
    } else if constexpr (std::is_enum_v<T>) {
      put(static_cast<std::uint64_t>(value), 8);
    } else if constexpr (std::integral<T>) {
      put(static_cast<std::uint64_t>(value), 8);
    } else if constexpr (std::floating_point<T>) {
      put(std::bit_cast<bits_of<T>>(value), sizeof(T));
    } else if constexpr (detail::is_list<T>) {
      put(value.size(), 8);
      for (typename T::value_type const& each : value) (*this)(each);
    } else if constexpr (detail::is_array<T>) {
      for (auto const& each : value) (*this)(each);
    } else if constexpr (detail::is_optional<T>) {
      (*this)(value.has_value());
      if (value) (*this)(*value);
    } else if constexpr (detail::is_variant<T>) {
      (*this)(value.index());
      std::visit(*this, value);
    } else if constexpr (detail::is_span<T>) {
    } else if constexpr (detail::saves_itself<T>) {
      value.save(*this);
    } else {
      detail::visit_members(value, *this);
    }
  }

 private:
  friend class byte_reader;
  template <class T>
  using bits_of = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  void put(std::uint64_t number, std::size_t count) {
    char letters[8];
    for (std::size_t k = 0; k < count; ++k, number >>= 8) letters[k] = static_cast<char>(number & 255);
    bytes.append(letters, count);
  }
};

/// Reads into values what byte_writer wrote of values of the same types. Where the bytes are too few or cannot be,
/// `is_right` is false and the rest of the values is left as it is.
class byte_reader {
 public:
  explicit byte_reader(std::string_view all_bytes) : bytes(all_bytes) {}
  std::string_view bytes;                 ///< not read yet
  bool is_right = true;

  template <saveable T>
  void operator()(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = take(1) != 0;
    } else if constexpr (std::is_enum_v<T> || std::integral<T>) {
      if (std::uint64_t const number = take(8); is_right) value = static_cast<T>(number);
    } else if constexpr (std::floating_point<T>) {
      using bits = byte_writer::bits_of<T>;
      if (std::uint64_t const number = take(sizeof(T)); is_right) value = std::bit_cast<T>(static_cast<bits>(number));
    } else if constexpr (detail::is_list<T>) {
      std::uint64_t const size = take(8);
      is_right = is_right && size <= bytes.size();      // nothing in a list takes less than a byte
      if (!is_right) return;
      if (size != value.size()) value.resize(static_cast<std::size_t>(size));
      if constexpr (std::is_same_v<T, std::vector<bool>>) {
        for (auto each : value) each = take(1) != 0;
      } else {
        for (auto& each : value) (*this)(each);
      }
    } else if constexpr (detail::is_array<T>) {
      for (auto& each : value) (*this)(each);
    } else if constexpr (detail::is_optional<T>) {
      if (take(1) != 0) (*this)(value.emplace());
      else value.reset();
    } else if constexpr (detail::is_variant<T>) {
      std::uint64_t const index = take(8);
      is_right = is_right && index < std::variant_size_v<T>;
      if (!is_right) return;
      [&]<std::size_t... K>(std::index_sequence<K...>) {
        ((index == K ? (*this)(value.template emplace<K>()) : void()), ...);
      }(std::make_index_sequence<std::variant_size_v<T>>{});
    } else if constexpr (detail::is_span<T>) {
    } else if constexpr (detail::saves_itself<T>) {
      value.load(*this);
    } else {
      detail::visit_members(value, *this);
    }
  }

 private:
  std::uint64_t take(std::size_t count) {
    is_right = is_right && count <= bytes.size();
    if (!is_right) return 0;
    std::uint64_t number = 0;
    for (std::size_t k = count; k-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[k]);
    bytes.remove_prefix(count);
    return number;
  }
};

/// FNV-1a over words of 8 bytes: tells bytes that were damaged, and options that differ.
/// Source: Fowler, Noll, Vo 1991.
[[nodiscard]] inline std::uint64_t hash_of(std::string_view bytes, std::uint64_t hash = 0xcbf29ce484222325u) {
  while (!bytes.empty()) {
    std::string_view const word = bytes.substr(0, 8);
    std::uint64_t number = word.size();
    if (word.size() == 8) number = 0;
    for (std::size_t k = 0; k < word.size(); ++k)
      number ^= static_cast<std::uint64_t>(static_cast<unsigned char>(word[k])) << (8 * k);
    hash = (hash ^ number) * 0x100000001b3u;
    hash ^= hash >> 32;
    bytes.remove_prefix(word.size());
  }
  return hash;
}

}  // namespace gradsmith::optimize
