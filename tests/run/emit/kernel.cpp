// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Every kernel of emit/kernel against a loop in long double: all remainders of rows and columns,
// gaps between rows filled with NaN, and pages without access right behind the arrays.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <gradsmith/emit/kernel/column.hpp>
#include <gradsmith/emit/kernel/gather_rows.hpp>
#include <gradsmith/emit/kernel/outer_product.hpp>
#include <gradsmith/emit/kernel/pack_transposed.hpp>
#include <gradsmith/emit/kernel/rank_one.hpp>
#include <gradsmith/emit/kernel/row_dot.hpp>

namespace {

namespace kernel = gradsmith::emit::kernel;
using std::size_t;
using sizes = std::initializer_list<size_t>;

/// n elements of T that end where a page without access begins; NaN at first.
template <class T>
class guarded {
 public:
  explicit guarded(size_t n) : size_(n) {
    auto const page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    bytes_ = (n * sizeof(T) + page - 1) / page * page + page;
    base_ = static_cast<char*>(
        mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    REQUIRE(static_cast<void*>(base_) != MAP_FAILED);
    REQUIRE(mprotect(base_ + bytes_ - page, page, PROT_NONE) == 0);
    data_ = reinterpret_cast<T*>(base_ + bytes_ - page) - n;
    for (size_t i = 0; i < n; ++i) data_[i] = std::numeric_limits<T>::quiet_NaN();
  }
  guarded(guarded const&) = delete;
  guarded& operator=(guarded const&) = delete;
  ~guarded() { munmap(base_, bytes_); }

  T* data() { return data_; }
  T& operator[](size_t i) { return data_[i]; }
  T const& operator[](size_t i) const { return data_[i]; }
  size_t size() const { return size_; }

 private:
  size_t size_, bytes_;
  char* base_;
  T* data_;
};

/// `lines` runs of `length` elements, `stride` apart: random in [-1, 1], NaN between the runs,
/// nothing behind the last.
template <class T>
class matrix {
 public:
  matrix(size_t lines, size_t length, size_t apart, unsigned seed)
      : elements(lines == 0 || length == 0 ? 0 : (lines - 1) * apart + length), stride(apart) {
    std::mt19937 bits(seed);
    if (elements.size() != 0)
      for (size_t i = 0; i < lines; ++i)
        for (size_t j = 0; j < length; ++j)
          elements[i * stride + j] =
              static_cast<T>(static_cast<double>(bits()) / 2147483648.0 - 1.0);
  }
  matrix(size_t length, unsigned seed) : matrix(1, length, length, seed) {}
  T operator()(size_t line, size_t j) const { return elements[line * stride + j]; }
  T* data() { return elements.data(); }

  guarded<T> elements;
  size_t stride;
};

/// Whether `got` is `want` up to the rounding of a sum of `terms` numbers of at most 1.
template <class T>
bool near(T got, long double want, size_t terms) {
  auto const bound = static_cast<long double>(std::numeric_limits<T>::epsilon()) *
                     static_cast<long double>(terms + 2);
  return std::abs(static_cast<long double>(got) - want) <= bound;
}

template <class T>
using batch = gradsmith::simd::batch<T>;

template <class T>
inline constexpr auto W = kernel::lane_count<batch<T>>;

/// Calls check(rows, columns, stride) for all remainders of both and for some larger sizes.
template <class T, class Check>
void for_sizes(Check check) {
  for (size_t rows = 0; rows <= 2 * W<T> + 3; ++rows)
    for (size_t columns = 0; columns <= 2 * W<T> + 3; ++columns)
      check(rows, columns, columns + rows % 3);
  for (size_t const rows : sizes{1, 37, 128})
    for (size_t const vectors : sizes{4, 6, 7, 8, 9, 15, 16, 40})
      for (size_t const rest : sizes{0, 1, W<T> - 1})
        check(rows, vectors * W<T> + rest, vectors * W<T> + rest + 5);
  check(size_t{9}, size_t{5003}, size_t{5003});
}

template <class T, size_t R>
void row_dot_is_right() {
  for_sizes<T>([](size_t rows, size_t columns, size_t stride) {
    matrix<T> x(rows, columns, stride, 1), w(R, columns, columns, 2);
    auto const room = kernel::padded<batch<T>>(rows);
    guarded<T> out(R * room);
    std::array<T const*, R> from;
    std::array<T*, R> to;
    for (size_t q = 0; q < R; ++q) from[q] = w.data() + q * columns, to[q] = out.data() + q * room;
    kernel::row_dot<batch<T>, R>(x.data(), stride, rows, columns, from, to);
    bool good = true;
    for (size_t q = 0; q < R; ++q) {
      for (size_t r = 0; r < rows; ++r) {
        long double sum = 0;
        for (size_t j = 0; j < columns; ++j) sum += static_cast<long double>(x(r, j)) * w(q, j);
        good = good && near(out[q * room + r], sum, columns);
      }
      for (size_t r = rows; r < room; ++r)
        good = good && out[q * room + r] == out[q * room + rows - 1];
    }
    if (!good)
      FAIL_CHECK("row_dot, R = " << R << ": " << rows << " x " << columns << ", stride " << stride);
  });
}

template <class T, size_t R>
void rank_one_is_right() {
  for_sizes<T>([](size_t rows, size_t columns, size_t stride) {
    matrix<T> x(rows, columns, stride, 1), g(R, rows, rows, 2), before(R, columns, columns, 3),
        acc(R, columns, columns, 3);
    std::array<T const*, R> from;
    std::array<T*, R> to;
    for (size_t q = 0; q < R; ++q) from[q] = g.data() + q * rows, to[q] = acc.data() + q * columns;
    kernel::rank_one<batch<T>, R>(x.data(), stride, rows, columns, from, to);
    bool good = true;
    for (size_t q = 0; q < R; ++q)
      for (size_t j = 0; j < columns; ++j) {
        long double sum = before(q, j);
        for (size_t r = 0; r < rows; ++r) sum += static_cast<long double>(x(r, j)) * g(q, r);
        good = good && near(acc(q, j), sum, rows + 1);
      }
    if (!good)
      FAIL_CHECK("rank_one, R = " << R << ": " << rows << " x " << columns << ", stride "
                                  << stride);
  });
}

template <class T>
void column_dot_is_right() {
  for_sizes<T>([](size_t columns, size_t rows, size_t stride) {
    matrix<T> x(columns, rows, stride, 1), w(1, columns, columns, 2);
    auto const room = kernel::padded<batch<T>>(rows);
    guarded<T> out(room);
    for (size_t r = 0; r < room; ++r) out[r] = static_cast<T>(0.5);
    kernel::column_dot<batch<T>>(x.data(), stride, rows, columns, w.data(), out.data());
    bool good = true;
    for (size_t r = 0; r < room; ++r) {
      long double sum = 0;
      for (size_t j = 0; r < rows && j < columns; ++j) sum += static_cast<long double>(x(j, r)) * w(0, j);
      good = good && near(out[r], sum, columns + 1);
    }
    if (!good) FAIL_CHECK("column_dot: " << rows << " x " << columns << ", stride " << stride);
  });
}

template <class T>
void column_rank_one_is_right() {
  for_sizes<T>([](size_t columns, size_t rows, size_t stride) {
    matrix<T> x(columns, rows, stride, 1), g(1, rows, rows, 2), before(1, columns, columns, 3), acc(1, columns, columns, 3);
    guarded<T> dots(kernel::padded<batch<T>>(columns));
    kernel::column_rank_one<batch<T>>(x.data(), stride, rows, columns, g.data(), acc.data(), dots.data());
    bool good = true;
    for (size_t j = 0; j < columns; ++j) {
      long double sum = before(0, j);
      for (size_t r = 0; r < rows; ++r) sum += static_cast<long double>(x(j, r)) * g(0, r);
      good = good && near(acc(0, j), sum, rows + 1);
    }
    if (!good) FAIL_CHECK("column_rank_one: " << rows << " x " << columns << ", stride " << stride);
  });
}

/// C (+)= A B with gaps in B and C, A contiguous along m or along k.
template <class T>
void outer_product_is_right(size_t m, size_t n, size_t k, bool m_contiguous, bool accumulate, kernel::triangles shapes = {}) {
  auto const gap = (m + n) % 4;
  matrix<T> a(m_contiguous ? k : m, m_contiguous ? m : k, (m_contiguous ? m : k) + gap, 1),
      b(k, n, n + gap, 2), before(m, n, n + gap, 3), c(m, n, n + gap, 3);
  auto const m_stride = m_contiguous ? 1 : a.stride;
  auto const k_stride = m_contiguous ? a.stride : 1;
  auto const is_within = [](kernel::triangle shape, size_t row, size_t column) {
    return shape == kernel::triangle::full || (shape == kernel::triangle::lower ? column <= row : column >= row);
  };
  for (size_t i = 0; i < m; ++i)
    for (size_t l = 0; l < k; ++l)
      if (!is_within(shapes.of_operand, i, l))  // read only in the corners of tiles, of eight rows at most
        a.data()[i * m_stride + l * k_stride] = (i > l ? i - l : l - i) < 8 ? T(0) : std::numeric_limits<T>::quiet_NaN();
  kernel::outer_product<batch<T>>(m, n, k, a.data(), m_stride, k_stride, b.data(), b.stride,
                                  c.data(), c.stride, accumulate, shapes);
  bool good = true;
  for (size_t i = 0; i < m; ++i) {
    for (size_t j = 0; j < n; ++j) {
      long double sum = accumulate ? before(i, j) : 0;
      for (size_t l = 0; l < k; ++l)
        if (is_within(shapes.of_operand, i, l)) sum += static_cast<long double>(a.data()[i * m_stride + l * k_stride]) * b(l, j);
      T const left_out = accumulate ? before(i, j) : T(0);
      good = good && (near(c(i, j), sum, k + 1) || (!is_within(shapes.of_result, i, j) && c(i, j) == left_out));
    }
    for (size_t j = n; n != 0 && i + 1 < m && j < c.stride; ++j) good = good && std::isnan(c(i, j));
  }
  if (!good)
    FAIL_CHECK("outer_product: " << m << " x " << n << " x " << k << (m_contiguous ? ", m" : ", k")
                                 << " contiguous" << (accumulate ? ", accumulate" : "") << ", triangles "
                                 << static_cast<int>(shapes.of_operand) << static_cast<int>(shapes.of_result));
}

}  // namespace

TEST_CASE_TEMPLATE("row_dot: every remainder, nothing out of bounds, padding repeats the last row",
                   T, float, double) {
  row_dot_is_right<T, 1>();
  row_dot_is_right<T, 2>();
  row_dot_is_right<T, 3>();
}

TEST_CASE_TEMPLATE("rank_one: every remainder, nothing out of bounds", T, float, double) {
  rank_one_is_right<T, 1>();
  rank_one_is_right<T, 2>();
  rank_one_is_right<T, 3>();
}

TEST_CASE_TEMPLATE("column_dot: every remainder, nothing read out of bounds, padding gets 0", T,
                   float, double) {
  column_dot_is_right<T>();
}

TEST_CASE_TEMPLATE("column_rank_one: every remainder, nothing out of bounds", T, float, double) {
  column_rank_one_is_right<T>();
}

TEST_CASE_TEMPLATE("the one-vector forms are the array forms", T, float, double) {
  using V = batch<T>;
  size_t const rows = 11, columns = 2 * W<T> + 3;
  matrix<T> x(rows, columns, columns, 1), w(columns, 2), g(rows, 3);
  std::vector<T> a(kernel::padded<V>(rows)), b(a), c(columns), d(columns);
  kernel::row_dot<V>(x.data(), columns, rows, columns, w.data(), a.data());
  kernel::row_dot<V, 1>(x.data(), columns, rows, columns, {w.data()}, {b.data()});
  kernel::rank_one<V>(x.data(), columns, rows, columns, g.data(), c.data());
  kernel::rank_one<V, 1>(x.data(), columns, rows, columns, {g.data()}, {d.data()});
  CHECK(a == b);
  CHECK(c == d);
}

TEST_CASE_TEMPLATE("the bits of a row do not depend on its neighbours, its alignment or the stride",
                   T, float, double) {
  using V = batch<T>;
  size_t const rows = 2 * W<T> + 1, columns = 9 * W<T> + 3;
  matrix<T> x(rows, columns, columns, 1), w(columns, 2);
  std::vector<T> apart(rows * (columns + 5) + 1), all(kernel::padded<V>(rows)), shifted(all),
      one(W<T>);
  for (size_t r = 0; r < rows; ++r)
    for (size_t j = 0; j < columns; ++j) apart[1 + r * (columns + 5) + j] = x(r, j);
  kernel::row_dot<V>(x.data(), columns, rows, columns, w.data(), all.data());
  kernel::row_dot<V>(apart.data() + 1, columns + 5, rows, columns, w.data(), shifted.data());
  CHECK(all == shifted);
  for (size_t r = 0; r < rows; ++r) {
    kernel::row_dot<V>(x.data() + r * columns, columns, 1, columns, w.data(), one.data());
    CHECK(one[0] == all[r]);
  }
}

TEST_CASE_TEMPLATE("outer_product: every remainder, nothing out of bounds, gaps untouched", T,
                   float, double) {
  for (size_t m = 0; m <= 17; ++m)
    for (size_t n = 0; n <= 2 * W<T> + 3; ++n)
      for (size_t const k : sizes{0, 1, 2, 9})
        outer_product_is_right<T>(m, n, k, (m + k) % 2 == 0, (n + k) % 2 == 0);
  for (size_t const m : sizes{1, 10, 31, 133})
    for (size_t const n : sizes{3 * W<T>, 4 * W<T>, 5 * W<T> + 1, 7 * W<T>, 11 * W<T> - 1})
      for (size_t const k : sizes{1, 127, 128, 129, 300})
        for (bool const accumulate : {false, true}) {
          outer_product_is_right<T>(m, n, k, false, accumulate);
          outer_product_is_right<T>(m, n, k, true, accumulate);
        }
}

TEST_CASE_TEMPLATE("outer_product: triangles, of which nothing that counts is left out", T, float, double) {
  using enum kernel::triangle;
  for (auto const of_operand : {full, lower, upper})
    for (auto const of_result : {full, lower, upper})
      for (size_t const m : sizes{1, 6, 13, 70, 140})
        for (size_t const n : sizes{1, 2 * W<T> - 1, 5 * W<T> + 2, 9 * W<T>})
          for (size_t const k : sizes{0, 1, 13, 140, 300}) {
            outer_product_is_right<T>(m, n, k, n % 2 == 0, k % 2 == 1, {of_operand, of_result});
            outer_product_is_right<T>(m, n, k, n % 2 == 1, k % 2 == 0, {of_operand, of_result});
          }
}

TEST_CASE_TEMPLATE("pack_transposed: exact, padded with the last row, nothing read out of bounds",
                   T, float, double) {
  for_sizes<T>([](size_t rows, size_t columns, size_t stride) {
    matrix<T> x(rows, columns, stride, 1);
    auto const room = kernel::padded<batch<T>>(rows);
    guarded<T> out(room * columns);
    kernel::pack_transposed<batch<T>>(x.data(), stride, rows, columns, out.data(), room);
    bool good = true;
    for (size_t j = 0; j < columns; ++j)
      for (size_t r = 0; r < room; ++r)
        good = good && out[j * room + r] == x(r < rows ? r : rows - 1, j);
    if (!good) FAIL_CHECK("pack_transposed: " << rows << " x " << columns << ", stride " << stride);
  });
}

TEST_CASE_TEMPLATE("gather_rows: any order, repeats, nothing out of bounds, gaps untouched", T,
                   float, double) {
  for_sizes<T>([](size_t rows, size_t columns, size_t stride) {
    matrix<T> x(rows, columns, stride, 1), out(rows, columns, stride, 4);
    std::vector<std::uint32_t> numbers(rows);
    for (size_t r = 0; r < rows; ++r)
      numbers[r] = static_cast<std::uint32_t>((r * 7 + 3) % rows / 2);
    kernel::gather_rows<batch<T>>(x.data(), stride, numbers, columns, out.data(), stride);
    bool good = true;
    for (size_t r = 0; columns != 0 && r < rows; ++r) {
      for (size_t j = 0; j < columns; ++j) good = good && out(r, j) == x(numbers[r], j);
      for (size_t j = columns; r + 1 < rows && j < stride; ++j)
        good = good && std::isnan(out(r, j));
    }
    if (!good) FAIL_CHECK("gather_rows: " << rows << " x " << columns << ", stride " << stride);
  });
}
