// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What a compiled function returns: one member per output, a Hana struct, open to structured bindings.
#pragma once

#include <string_view>
#include <utility>

#include <boost/hana/concept/struct.hpp>
#include <boost/hana/fwd/accessors.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <gradsmith/data/array.hpp>
#include <gradsmith/pass/program.hpp>

namespace gradsmith {

namespace detail {

template <class C, class T, int K>
using result_type = std::conditional_t<C::tables.outputs[K].rank == 0, T, array<T, C::tables.outputs[K].rank>>;

/// Output K. Base classes with a number, not std::tuple: an eighth of its functions to compile.
template <class C, class T, std::size_t K>
struct result {
  result_type<C, T, static_cast<int>(K)> value{};
};
template <class C, class T, class Index>
struct result_members;
template <class C, class T, std::size_t... K>
struct result_members<C, T, std::index_sequence<K...>> : result<C, T, K>... {};

/// The key of an output: the symbol of a gradient, else "value", "value1", ...
template <class C, int K>
consteval auto result_key() {
  constexpr int symbol = C::tables.outputs[K].symbol;
  if constexpr (symbol >= 0) {
    constexpr std::string_view name = C::tables.symbols[symbol].name;
    return [&]<std::size_t... L>(std::index_sequence<L...>) { return boost::hana::string_c<name[L]...>; }(std::make_index_sequence<name.size()>{});
  } else if constexpr (K == 0) {
    return boost::hana::string_c<'v', 'a', 'l', 'u', 'e'>;
  } else {
    static_assert(K < 100);
    if constexpr (K < 10) return boost::hana::string_c<'v', 'a', 'l', 'u', 'e', '0' + K>;
    else return boost::hana::string_c<'v', 'a', 'l', 'u', 'e', '0' + K / 10, '0' + K % 10>;
  }
}

}  // namespace detail

/// The outputs of one evaluation of the program C with elements T.
template <class C, class T>
struct results : detail::result_members<C, T, std::make_index_sequence<static_cast<std::size_t>(C::tables.output_count)>> {
  using hana_tag = results;
  static constexpr std::size_t size = static_cast<std::size_t>(C::tables.output_count);

  template <std::size_t K>
  [[nodiscard]] auto& get() & noexcept { return this->detail::template result<C, T, K>::value; }
  template <std::size_t K>
  [[nodiscard]] auto const& get() const& noexcept { return this->detail::template result<C, T, K>::value; }
  template <std::size_t K>
  [[nodiscard]] auto&& get() && noexcept { return std::move(this->detail::template result<C, T, K>::value); }

  /// A single output is what it is: `double const value = f(...)`.
  [[nodiscard]] operator detail::result_type<C, T, 0>() const& requires(size == 1) { return get<0>(); }
  [[nodiscard]] operator detail::result_type<C, T, 0>() && requires(size == 1) { return std::move(get<0>()); }

  /// Memory for output K with these extents.
  template <int K>
  [[nodiscard]] T* allocate(std::size_t const* extents) {
    auto& member = get<static_cast<std::size_t>(K)>();
    constexpr auto out = C::tables.outputs[K];
    if constexpr (out.rank == 0) {
      return &member;
    } else {
      std::array<std::size_t, static_cast<std::size_t>(out.rank)> shape{};
      for (int d = 0; d < out.rank; ++d) shape[static_cast<std::size_t>(d)] = extents[out.axes[d]];
      member = array<T, out.rank>(shape);
      return member.data();
    }
  }
};

}  // namespace gradsmith

template <class C, class T>
struct std::tuple_size<gradsmith::results<C, T>> : std::integral_constant<std::size_t, gradsmith::results<C, T>::size> {};
template <std::size_t K, class C, class T>
struct std::tuple_element<K, gradsmith::results<C, T>> {
  using type = gradsmith::detail::result_type<C, T, static_cast<int>(K)>;
};

namespace boost::hana {

template <class C, class T>
struct accessors_impl<gradsmith::results<C, T>> {
  template <std::size_t... K>
  static constexpr auto list(std::index_sequence<K...>) {
    return make_tuple(make_pair(gradsmith::detail::result_key<C, static_cast<int>(K)>(),
                                [](auto&& r) -> decltype(auto) { return std::forward<decltype(r)>(r).template get<K>(); })...);
  }
  static constexpr auto apply() { return list(std::make_index_sequence<gradsmith::results<C, T>::size>{}); }
};

}  // namespace boost::hana
