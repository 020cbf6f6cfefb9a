// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The primitives of the vector layer: memory and its tails, NaN, masks, rounding, bit patterns,
// sums and transposes over lanes; each against a loop over scalars, and scalars against themselves.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <gradsmith/support/simd.hpp>

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace {

namespace simd = gradsmith::simd;

template <class V>
using lanes_of = std::array<simd::element_type<V>, static_cast<std::size_t>(simd::width<V>)>;

template <class V>
lanes_of<V> lanes(V a) {
  lanes_of<V> lane;
  simd::store(lane.data(), a);
  return lane;
}
template <class T>
bool same(T a, T b) {
  return (a != a && b != b) || std::memcmp(&a, &b, sizeof(T)) == 0;
}

template <class T>
std::vector<T> numbers() {
  using limits = std::numeric_limits<T>;
  T const inf = limits::infinity(), nan = limits::quiet_NaN();
  T const big = T(1) / limits::epsilon();
  return {T(0),
          T(-0.0),
          T(1),
          T(-1),
          T(0.5),
          T(-0.5),
          T(1.5),
          T(-1.5),
          T(2.5),
          T(-2.5),
          T(0.3),
          T(-0.7),
          T(1e-3),
          T(-1e-3),
          T(7),
          T(-12.25),
          big,
          -big,
          big / 2 + T(0.5),
          -big / 2 - T(0.5),
          big + 1,
          inf,
          -inf,
          nan,
          limits::max(),
          limits::lowest(),
          limits::min(),
          limits::denorm_min(),
          -limits::denorm_min(),
          T(1) + limits::epsilon()};
}

/// On all pairs of numbers: each lane of f has the bits of f on scalars and of `expected`.
template <class T, class F, class E>
void each_pair(F f, E expected) {
  using V = simd::batch<T>;
  auto const x = numbers<T>();
  std::size_t const n = x.size(), w = V::size;
  for (std::size_t shift = 0; shift < n; ++shift)
    for (std::size_t k = 0; k < n; k += w) {
      lanes_of<V> a, b;
      for (std::size_t i = 0; i < w; ++i) a[i] = x[(k + i) % n], b[i] = x[(k + i + shift) % n];
      auto const result = lanes(V(f(simd::load<V>(a.data()), simd::load<V>(b.data()))));
      for (std::size_t i = 0; i < w; ++i) {
        CAPTURE(a[i]);
        CAPTURE(b[i]);
        bool const batch_right = same(result[i], T(expected(a[i], b[i])));
        bool const scalar_right = same(T(f(a[i], b[i])), result[i]);
        if (!batch_right || !scalar_right) {
          CHECK(batch_right);
          CHECK(scalar_right);
        }
      }
    }
}

}  // namespace

TEST_CASE_TEMPLATE("widths and types", T, double, float) {
  using V = simd::batch<T>;
  CHECK(simd::lanes<T> == int(sizeof(V) / sizeof(T)));
  CHECK(simd::width<V> == simd::lanes<T>);
  CHECK(simd::width<T> == 1);
  CHECK(std::is_same_v<simd::element_type<V>, T>);
  CHECK(std::is_same_v<simd::mask_type<T>, bool>);
  CHECK(!simd::instruction_set.empty());
}

TEST_CASE_TEMPLATE("minimum and maximum keep NaN from either side", T, double, float) {
  each_pair<T>([](auto a, auto b) { return simd::min(a, b); },
               [](T a, T b) {
                 return a != a ? a : b != b ? b : a < b ? a : b;
               });
  each_pair<T>([](auto a, auto b) { return simd::max(a, b); },
               [](T a, T b) {
                 return a != a ? a : b != b ? b : a > b ? a : b;
               });
}

TEST_CASE_TEMPLATE("signs, rounding, roots", T, double, float) {
  each_pair<T>([](auto a, auto) { return simd::abs(a); }, [](T a, T) { return std::abs(a); });
  each_pair<T>([](auto a, auto) { return simd::negate(a); }, [](T a, T) { return -a; });
  each_pair<T>([](auto a, auto b) { return simd::copysign(a, b); },
               [](T a, T b) { return std::copysign(a, b); });
  each_pair<T>([](auto a, auto) { return simd::sqrt(a); }, [](T a, T) { return std::sqrt(a); });
  each_pair<T>([](auto a, auto) { return simd::floor(a); }, [](T a, T) { return std::floor(a); });
  each_pair<T>([](auto a, auto) { return simd::round_to_even(a); },
               [](T a, T) { return std::nearbyint(a); });
}

TEST_CASE_TEMPLATE("comparisons and select", T, double, float) {
  auto const one_if = [](auto mask, auto like) {
    using V = decltype(like);
    return simd::select(mask, V(T(1)), V(T(0)));
  };
  each_pair<T>([&](auto a, auto b) { return one_if(simd::eq(a, b), a); },
               [](T a, T b) { return a == b; });
  each_pair<T>([&](auto a, auto b) { return one_if(simd::ne(a, b), a); },
               [](T a, T b) { return a != b; });
  each_pair<T>([&](auto a, auto b) { return one_if(simd::lt(a, b), a); },
               [](T a, T b) { return a < b; });
  each_pair<T>([&](auto a, auto b) { return one_if(simd::le(a, b), a); },
               [](T a, T b) { return a <= b; });
  each_pair<T>([&](auto a, auto b) { return one_if(simd::gt(a, b), a); },
               [](T a, T b) { return a > b; });
  each_pair<T>([&](auto a, auto b) { return one_if(simd::ge(a, b), a); },
               [](T a, T b) { return a >= b; });
  each_pair<T>([&](auto a, auto) { return one_if(simd::is_nan(a), a); },
               [](T a, T) { return a != a; });
  each_pair<T>([&](auto a, auto b) { return simd::select(simd::lt(a, b), a, b); },
               [](T a, T b) { return a < b ? a : b; });
}

TEST_CASE_TEMPLATE("masks", T, double, float, simd::batch<double>, simd::batch<float>) {
  using E = simd::element_type<T>;
  auto const bits = [](simd::mask_type<T> m) {
    unsigned set = 0;
    auto const lane = lanes(simd::select(m, T(E(1)), T(E(0))));
    for (std::size_t k = 0; k < lane.size(); ++k) set |= unsigned(lane[k] != 0) << k;
    return set;
  };
  int const w = simd::width<T>;
  unsigned const full = (1u << w) - 1u;
  for (int n = 0; n <= w + 3; ++n)
    for (int m = 0; m <= w; ++m) {
      auto const a = simd::first_n<T>(n), b = simd::first_n<T>(m);
      unsigned const an = n < w ? (1u << n) - 1u : full, bm = (1u << m) - 1u;
      CHECK(bits(a) == an);
      CHECK(bits(simd::mask_and(a, simd::mask_not(b))) == (an & ~bm));
      CHECK(bits(simd::mask_or(a, simd::mask_not(b))) == ((an | ~bm) & full));
      CHECK(simd::any(a) == (an != 0));
      CHECK(simd::all(a) == (an == full));
    }
}

TEST_CASE_TEMPLATE("fused products", T, double, float) {
  T const e = std::numeric_limits<T>::epsilon();
  auto const check = [&](auto a, auto b, auto c, T fused, auto f) {
    using V = simd::batch<T>;
    for (T lane : lanes(V(f(V(a), V(b), V(c))))) CHECK(lane == f(a, b, c));
    if (simd::has_fma<>) CHECK(f(a, b, c) == fused);
  };
  T const a = 1 + e, b = 1 - e;
  check(a, b, T(-1), -e * e, [](auto x, auto y, auto z) { return simd::fma(x, y, z); });
  check(a, b, T(1), e * e, [](auto x, auto y, auto z) { return simd::fnma(x, y, z); });
  check(a, b, T(1), -e * e, [](auto x, auto y, auto z) { return simd::fms(x, y, z); });
  CHECK(simd::fma(T(3), T(5), T(7)) == 22);
  CHECK(simd::fnma(T(3), T(5), T(7)) == -8);
  CHECK(simd::fms(T(3), T(5), T(7)) == 8);
}

TEST_CASE_TEMPLATE("bit patterns", T, double, float, simd::batch<double>, simd::batch<float>) {
  using E = simd::element_type<T>;
  bool const d = sizeof(E) == 8;
  T const one(E(1)), two(E(2)), half(E(0.5));
  auto const first = [](T a) { return lanes(a)[0]; };
  T const step = simd::bits_sub(two, one);  // one in the exponent field
  CHECK(first(simd::bits_add(two, step)) == 4);
  CHECK(first(simd::bits_sub(one, step)) == 0.5);
  CHECK(first(simd::bits_xor(one, simd::bits_xor(one, half))) == 0.5);
  CHECK(first(simd::bits_or(two, simd::sign_bit(T(E(-3))))) == -2);
  CHECK(first(simd::bits_and(T(E(-3)), T(E(-0.0)))) == 0);
  CHECK(same(first(simd::bits_left<1>(simd::bits_right<1>(step))), first(step)));
  CHECK(same(first(simd::from_pattern<T>(d ? 0x3ff0000000000000ull : 0x3f800000ull)), E(1)));
}

TEST_CASE_TEMPLATE("memory: whole, strided, counting", T, double, float, simd::batch<double>,
                   simd::batch<float>) {
  using E = simd::element_type<T>;
  int const w = simd::width<T>;
  std::vector<E> data(200);
  for (std::size_t k = 0; k < data.size(); ++k) data[k] = E(k);
  for (int offset = 0; offset < 5; ++offset) {
    auto const lane = lanes(simd::load<T>(data.data() + offset));
    for (int k = 0; k < w; ++k) CHECK(lane[std::size_t(k)] == E(offset + k));
  }
  for (int stride : {1, 2, 3, 7, 0, -2}) {
    auto const lane = lanes(simd::load_strided<T>(data.data() + 40, stride));
    for (int k = 0; k < w; ++k) CHECK(lane[std::size_t(k)] == E(40 + stride * k));
  }
  auto const lane = lanes(simd::iota<T>(E(5)));
  for (int k = 0; k < w; ++k) CHECK(lane[std::size_t(k)] == E(5 + k));
  CHECK(lanes(simd::broadcast<T>(E(3)))[std::size_t(w) - 1] == 3);
}

TEST_CASE_TEMPLATE("memory: the first n, and nothing else", T, double, float, simd::batch<double>,
                   simd::batch<float>) {
  using E = simd::element_type<T>;
  int const w = simd::width<T>;
  std::vector<E> data(64, E(-1));
  for (int n = 0; n <= w + 2; ++n) {
    for (int k = 0; k < w; ++k) data[std::size_t(k)] = E(k + 1);
    auto const lane = lanes(simd::load_first<T>(data.data(), n));
    for (int k = 0; k < w; ++k) CHECK(lane[std::size_t(k)] == (k < n ? E(k + 1) : E(0)));
    simd::store_first(data.data(), simd::iota<T>(E(100)), n);
    for (int k = 0; k < w; ++k) CHECK(data[std::size_t(k)] == (k < n ? E(100 + k) : E(k + 1)));
    CHECK(data[std::size_t(w)] == -1);
  }
}

#if __has_include(<sys/mman.h>)
TEST_CASE_TEMPLATE("memory: the first n beside a forbidden page", T, double, float,
                   simd::batch<double>, simd::batch<float>) {
  using E = simd::element_type<T>;
  int const w = simd::width<T>;
  auto const page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* const both =
      mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(both != MAP_FAILED);
  REQUIRE(mprotect(static_cast<char*>(both) + page, page, PROT_NONE) == 0);
  E* const end = reinterpret_cast<E*>(static_cast<char*>(both) + page);
  for (int n = 0; n <= w; ++n) {
    simd::store_first(end - n, simd::iota<T>(E(1)), n);
    auto const lane = lanes(simd::load_first<T>(end - n, n));
    for (int k = 0; k < w; ++k) CHECK(lane[std::size_t(k)] == (k < n ? E(1 + k) : E(0)));
  }
  munmap(both, 2 * page);
}
#endif

TEST_CASE_TEMPLATE("sums, extremes and transposes over lanes", T, double, float,
                   simd::batch<double>, simd::batch<float>) {
  using E = simd::element_type<T>;
  constexpr auto w = static_cast<std::size_t>(simd::width<T>);
  std::vector<E> matrix(w * w);
  for (std::size_t k = 0; k < w * w; ++k) matrix[k] = E((k * 37) % 101);
  T rows[w];
  for (std::size_t r = 0; r < w; ++r) rows[r] = simd::load<T>(&matrix[r * w]);
  auto const sums = lanes(simd::sum_each(rows));
  for (std::size_t r = 0; r < w; ++r) {
    E sum = 0, product = 1, most = -1, least = 1000;
    for (std::size_t c = 0; c < w; ++c) {
      E const a = matrix[r * w + c];
      sum += a;
      product *= 1 + a / 128;
      most = std::max(most, a);
      least = std::min(least, a);
    }
    CHECK(sums[r] == sum);
    CHECK(simd::reduce_add(rows[r]) == sum);
    CHECK(simd::reduce_mul(rows[r] * T(E(0.0078125)) + T(E(1))) == doctest::Approx(product).epsilon(1e-6));
    CHECK(simd::reduce_max(rows[r]) == most);
    CHECK(simd::reduce_min(rows[r]) == least);
  }
  simd::transpose(rows);
  for (std::size_t r = 0; r < w; ++r) {
    auto const lane = lanes(rows[r]);
    for (std::size_t c = 0; c < w; ++c) CHECK(lane[c] == matrix[c * w + r]);
  }
  E const nan = std::numeric_limits<E>::quiet_NaN();
  for (std::size_t k = 0; k < w; ++k) {
    lanes_of<T> lane{};
    lane[k] = nan;
    CHECK(std::isnan(simd::reduce_max(simd::load<T>(lane.data()))));
    CHECK(std::isnan(simd::reduce_min(simd::load<T>(lane.data()))));
  }
}
