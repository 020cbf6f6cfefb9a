// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The kernels of emit/kernel: matrix products against OpenBLAS, products with a vector against the
// pure read.

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <gradsmith/emit/kernel/column.hpp>
#include <gradsmith/emit/kernel/outer_product.hpp>
#include <gradsmith/emit/kernel/pack_transposed.hpp>
#include <gradsmith/emit/kernel/rank_one.hpp>
#include <gradsmith/emit/kernel/row_dot.hpp>

#include "blas.hpp"
#include "logistic_peers.hpp"
#include "network_peers.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;
namespace kernel = gradsmith::emit::kernel;
using std::size_t;

/// n random numbers on a boundary of 64 bytes.
template <class T>
class aligned_numbers {
 public:
  explicit aligned_numbers(size_t n) : storage_(n + 64 / sizeof(T)) {
    auto const address = reinterpret_cast<size_t>(storage_.data());
    data_ = storage_.data() + (64 - address % 64) % 64 / sizeof(T);
    for (size_t i = 0; i < n; ++i)
      data_[i] = static_cast<T>(i * 7919 % 1000) / 1000 - static_cast<T>(0.5);
  }
  T* data() { return data_; }

 private:
  std::vector<T> storage_;
  T* data_;
};

/// C (+)= A B with A stored m x k or, if transposed, k x m.
template <class T>
void product(char const* what, size_t m, size_t n, size_t k, bool transposed, bool accumulate) {
  using V = gradsmith::simd::batch<T>;
  aligned_numbers<T> a(m * k), b(k * n), c(m * n), d(m * n);
  std::vector<contender> contenders{
      {"ours", [&] {
         kernel::outer_product<V>(m, n, k, a.data(), transposed ? 1 : k, transposed ? m : 1,
                                  b.data(), n, c.data(), n, accumulate);
       }}};
#if defined(GRADSMITH_BENCHMARK_BLAS)
  contenders.push_back(
      {"openblas", [&] {
         blas::product{
             .a_transposed = transposed, .accumulate = accumulate, .m = m, .n = n, .k = k}(
             a.data(), transposed ? m : k, b.data(), n, d.data(), n);
       }});
#endif
  auto const times = measure(contenders, {.repetitions = 31, .seconds_per_sample = 5e-4});
  auto const rate = [&](row const& r) {
    return 2e-9 * static_cast<double>(m * n * k) / r.middle();
  };
  std::printf("%-6s %-26s %5zu %5zu %5zu %8.1f", sizeof(T) == 4 ? "float" : "double", what, m, n, k,
              rate(times.rows[0]));
  if (times.rows.size() > 1)
    std::printf(" %8.1f %8.2f", rate(times.rows[1]), ratio(times.rows[1], times.rows[0]));
  std::printf("\n");
}

template <class T>
void products() {
  for (size_t const rows : std::initializer_list<size_t>{64, 128}) {
    product<T>("784 -> 128, forward", 128, rows, 784, true, false);
    product<T>("128 -> 10, forward", 10, rows, 128, true, false);
    product<T>("128 <- 10, backward", 128, rows, 10, false, false);
    product<T>("128 x 10, weights", 128, 10, rows, false, true);
    product<T>("784 x 128, weights", 784, 128, rows, true, true);
  }
  product<T>("64 -> 32, forward", 32, 64, 64, true, false);
  product<T>("64 x 32, weights", 64, 32, 64, true, true);
  product<T>("30 -> 16, forward", 16, 32, 30, true, false);
  product<T>("30 x 16, weights", 30, 16, 32, true, true);
  product<T>("16 -> 1, forward", 1, 32, 16, true, false);
  product<T>("784 -> 512, forward", 512, 128, 784, true, false);
  product<T>("784 x 512, weights", 784, 512, 128, true, true);
  product<T>("2048 -> 2048, forward", 2048, 64, 2048, true, false);
  product<T>("2048 x 2048, weights", 2048, 2048, 64, true, true);
}

#if defined(GRADSMITH_BENCHMARK_BLAS)
/// The five products of one step of the network, block by block, against OpenBLAS's five: the first
/// layer either from a transposed copy of its input or with its result transposed.
void network(size_t batch) {
  using T = float;
  using V = gradsmith::simd::batch<T>;
  size_t const inputs = 784, hidden = 128, outputs = 10, block = 64,
               padded = kernel::padded<V>(outputs);
  aligned_numbers<T> x(batch * inputs), w1(inputs * hidden), w2(hidden * outputs),
      xt(inputs * block), h(hidden * block), ht(hidden * block), z(outputs * block),
      dz(outputs * block), dzt(padded * block), dh(hidden * block), dht(hidden * block),
      dw1(inputs * hidden), dw2(hidden * outputs);
  network_products<T> theirs(batch, {inputs, hidden, outputs});
  double const operations = 2.0 * static_cast<double>(batch * hidden * (2 * inputs + 3 * outputs));
  auto const rest = [&](T const* rows, bool accumulate) {
    kernel::outer_product<V>(outputs, block, hidden, w2.data(), 1, outputs, h.data(), block,
                             z.data(), block, false);
    kernel::outer_product<V>(hidden, block, outputs, w2.data(), outputs, 1, dz.data(), block,
                             dh.data(), block, false);
    kernel::pack_transposed<V>(dz.data(), block, outputs, block, dzt.data(), padded);
    kernel::outer_product<V>(hidden, outputs, block, h.data(), block, 1, dzt.data(), padded,
                             dw2.data(), outputs, accumulate);
    kernel::pack_transposed<V>(dh.data(), block, hidden, block, dht.data(), hidden);
    kernel::outer_product<V>(inputs, hidden, block, rows, 1, inputs, dht.data(), hidden, dw1.data(),
                             hidden, accumulate);
  };
  auto const transposed_input = [&] {
    for (size_t row = 0; row < batch; row += block) {
      auto const* const rows = x.data() + row * inputs;
      kernel::pack_transposed<V>(rows, inputs, block, inputs, xt.data(), block);
      kernel::outer_product<V>(hidden, block, inputs, w1.data(), 1, hidden, xt.data(), block,
                               h.data(), block, false);
      rest(rows, row != 0);
    }
  };
  auto const transposed_result = [&] {
    for (size_t row = 0; row < batch; row += block) {
      auto const* const rows = x.data() + row * inputs;
      kernel::outer_product<V>(block, hidden, inputs, rows, inputs, 1, w1.data(), hidden, ht.data(),
                               hidden, false);
      kernel::pack_transposed<V>(ht.data(), hidden, block, hidden, h.data(), block);
      rest(rows, row != 0);
    }
  };
  auto const times = measure({{"input transposed", transposed_input},
                              {"result transposed", transposed_result},
                              {"openblas", [&] { theirs(); }}});
  std::printf("784-128-10, batch %zu, five products and packing\n", batch);
  for (auto const& each : times.rows)
    std::printf("  %-18s %8.1f us %8.1f GFLOP/s, openblas / this %.2f\n", each.name.c_str(),
                1e6 * each.middle(), 1e-9 * operations / each.middle(),
                ratio(times["openblas"], each));
}
#endif

/// ns per row of each kernel, called block by block of about 16 KB, and of reading.
void vectors(size_t rows, size_t columns) {
  using V = gradsmith::simd::batch<double>;
  logistic_data data(rows, columns);
  auto const* const x = data.x;
  auto const block = std::clamp<size_t>(2048 / columns / 8 * 8, 8, 256);
  std::vector<double> out(kernel::padded<V>(std::max(block, columns)), 1.0), acc(columns),
      acc2(columns);
  double sink = 0;
  auto const blocks = [&](auto f) {
    return [&, f] {
      for (size_t r = 0; r < rows; r += block) f(x + r * columns, std::min(block, rows - r));
    };
  };
  auto const dot = [&](double const* p, size_t n) {
    kernel::row_dot<V>(p, columns, n, columns, data.w.data(), out.data());
  };
  auto const sum = [&](double const* p, size_t n) {
    kernel::rank_one<V>(p, columns, n, columns, out.data(), acc.data());
  };
  auto const sum2 = [&](double const* p, size_t n) {
    kernel::rank_one<V, 2>(p, columns, n, columns, {out.data(), out.data()},
                           {acc.data(), acc2.data()});
  };
  auto const times =
      measure({{"row_dot", blocks(dot)},
               {"rank_one", blocks(sum)},
               {"rank_one x2", blocks(sum2)},
               {"both", blocks([&](double const* p, size_t n) { dot(p, n), sum(p, n); })},
               {"read 1", [&] { sink = read_all<1, 0>(x, rows * columns); }},
               {"read 4", [&] { sink = read_all<4, 0>(x, rows * columns); }},
               {"read 8", [&] { sink = read_all<8, 0>(x, rows * columns); }}});
  keep(&sink);
  auto const ns = [&](char const* name) {
    return 1e9 * times[name].middle() / static_cast<double>(rows);
  };
  std::printf("%7zu x %-6zu %9.2f %9.2f %9.2f %9.2f %9.2f\n", rows, columns, ns("row_dot"),
              ns("rank_one"), ns("rank_one x2"), ns("both"),
              std::min({ns("read 1"), ns("read 4"), ns("read 8")}));
}

}  // namespace

int main(int, [[maybe_unused]] char** arguments) {
#if defined(GRADSMITH_BENCHMARK_BLAS)
  blas::prepare(arguments);
  std::printf("OpenBLAS core: %s\n", blas::core().c_str());
#endif
  std::printf("%-33s %5s %5s %5s %8s %8s %8s\n", "matrix products, GFLOP/s", "m", "n", "k", "ours",
              "openblas", "ratio");
  products<float>();
  products<double>();
#if defined(GRADSMITH_BENCHMARK_BLAS)
  network(64);
  network(512);
#endif
  std::printf("%-16s %9s %9s %9s %9s %9s\n", "double, ns/row", "row_dot", "rank_one", "x2", "both",
              "read");
  vectors(400, 8);
  vectors(128, 32);
  vectors(1024, 32);
  vectors(20000, 32);
  vectors(262144, 32);
  vectors(32768, 256);
  vectors(4096, 2048);
  vectors(304, 20000);
}
