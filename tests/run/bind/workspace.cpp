// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Evaluations that allocate nothing, from several threads, and whose bits do not depend on what ran before.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {
thread_local std::size_t allocations = 0;

void* allocate(std::size_t size, std::size_t alignment) {
  ++allocations;
  size = (size + alignment - 1) / alignment * alignment;
  if (void* const memory = std::aligned_alloc(alignment, size == 0 ? alignment : size)) return memory;
  std::abort();
}
}  // namespace

// Counts every allocation of this program.
void* operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) { return allocate(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return allocate(size, static_cast<std::size_t>(alignment)); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto c = gs::axis<"c">;
constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k, c);
constexpr auto b2 = gs::param<"b2">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto label = gs::input<"label">(i);
constexpr auto scale = gs::input<"scale">(j);
constexpr auto loss =
    mean(i, -pick(c, log_softmax(c, sum(k, w2 * tanh(sum(j, w1 * x * scale) + b1)) + b2), label)) + 0.01 * sum(j, sum(k, square(w1)));
constexpr auto f = gs::compile<loss, gs::gradient(loss)>;

struct sample {
  std::size_t n, d, h, m;
  std::vector<double> data, weights1, weights2, biases;
  std::vector<int> labels, scales;
  double bias = 0.25;

  sample(std::size_t rows, std::size_t features, std::size_t hidden, std::size_t classes, unsigned seed)
      : n(rows), d(features), h(hidden), m(classes), data(normal_numbers(n * d, seed)), weights1(normal_numbers(d * h, seed + 1)),
        weights2(normal_numbers(h * m, seed + 2)), biases(normal_numbers(h, seed + 3)), labels(n), scales(d, 2) {
    for (std::size_t r = 0; r < n; ++r) labels[r] = static_cast<int>(r % m);
  }
  // Calls `g` with this sample's bindings.
  template <class G>
  decltype(auto) with(G&& g) const {
    return g(w1 = gs::matrix(weights1, d, h), b1 = biases, w2 = gs::matrix(weights2, h, m), b2 = bias, x = gs::matrix(data, n, d),
             label = labels, scale = scales);
  }
  std::vector<double> theta() const {
    std::vector<double> all(weights2);
    all.insert(all.end(), weights1.begin(), weights1.end());
    all.insert(all.end(), biases.begin(), biases.end());
    all.push_back(bias);
    return all;
  }
};

struct outputs {
  double value = 0, d_b2 = 0;
  std::vector<double> d_w2, d_w1, d_b1;
  explicit outputs(sample const& s) : d_w2(s.h * s.m, NAN), d_w1(s.d * s.h, NAN), d_b1(s.h, NAN) {}
  friend bool operator==(outputs const&, outputs const&) = default;
};

outputs evaluate(sample const& s) {
  auto const [value, d_w2, d_w1, d_b1, d_b2] = s.with(f);
  outputs out(s);
  out.value = value;
  out.d_b2 = d_b2;
  out.d_w2.assign(d_w2.begin(), d_w2.end());
  out.d_w1.assign(d_w1.begin(), d_w1.end());
  out.d_b1.assign(d_b1.begin(), d_b1.end());
  return out;
}

}  // namespace

TEST_CASE("into evaluates without an allocation, and to the same bits as a call") {
  sample const first(203, 7, 5, 3, 10), second(203, 7, 5, 3, 20), larger(204, 7, 5, 3, 30);
  auto memory = first.with([](auto const&... bindings) { return f.workspace(bindings...); });
  for (sample const* s : {&first, &second, &first}) {
    outputs out(*s);
    auto const run = f.into(memory, out.value, out.d_w2, out.d_w1, out.d_b1, out.d_b2);
    std::size_t const before = allocations;
    s->with(run);
    CHECK(allocations == before);
    CHECK(out == evaluate(*s));
  }
  // Other extents: an error that names both, after which the workspace still works.
  outputs out(first);
  auto const run = f.into(memory, out.value, out.d_w2, out.d_w1, out.d_b1, out.d_b2);
  CHECK_THROWS_WITH_AS(larger.with(run), "gradsmith: along the axis i, the workspace has 203 and the arrays have 204", gs::data_error);
  std::vector<double> small(3);
  CHECK_THROWS_WITH_AS(first.with(f.into(memory, out.value, small, out.d_w1, out.d_b1, out.d_b2)),
                       "gradsmith: output 1 has 15 elements, the array given for it 3", gs::data_error);
  first.with(run);
  CHECK(out == evaluate(first));
}

TEST_CASE("an objective allocates when its programs are set up, never again") {
  sample const s(97, 7, 5, 3, 40);
  auto problem = gs::bind<loss>(x = gs::matrix(s.data, s.n, s.d), label = s.labels, scale = s.scales, k = s.h, c = s.m);
  auto const theta = s.theta();
  REQUIRE(problem.size() == theta.size());
  std::vector<double> g(theta.size()), product(theta.size());
  std::vector<std::uint32_t> const rows{1, 2, 3, 96};
  auto const everything = [&] {
    double const value = problem.value(theta) + problem.value_and_gradient(theta, g) + problem.batch(rows).value_and_gradient(theta, g);
    problem.gradient(theta, g);
    problem.hvp(theta, theta, product);
    problem.batch(rows).hvp(theta, theta, product);
    problem.set(b1 = s.biases);
    return value;
  };
  double const value = everything();
  std::size_t const before = allocations;
  CHECK(everything() == value);
  CHECK(allocations == before);
}

TEST_CASE("the bits of a fresh object, whatever ran before") {
  sample const s(131, 7, 5, 3, 50);
  auto const theta = s.theta();
  auto const make = [&] { return gs::bind<loss>(x = gs::matrix(s.data, s.n, s.d), label = s.labels, scale = s.scales, k = s.h, c = s.m); };
  struct all {
    double value, both;
    std::vector<double> gradient, both_gradient, product, batch;
    bool operator==(all const&) const = default;
  };
  std::vector<std::uint32_t> const rows{5, 130, 7, 7, 0, 1, 2};
  // Each part from a fresh problem.
  all fresh{make().value(theta), 0, theta, theta, theta, theta};
  make().gradient(theta, fresh.gradient);
  fresh.both = make().value_and_gradient(theta, fresh.both_gradient);
  make().hvp(theta, theta, fresh.product);
  auto for_batch = make();
  for_batch.batch(rows).gradient(theta, fresh.batch);
  // All from one problem, in several orders, with other points between.
  auto problem = make();
  auto copy = problem;
  std::vector<double> other(theta.size(), 100), sink(theta.size());
  for (int round = 0; round < 3; ++round) {
    for (auto* each : {&problem, &copy}) {
      all now{0, 0, theta, theta, theta, theta};
      (void)each->value_and_gradient(other, sink);
      each->hvp(theta, theta, now.product);
      each->batch(rows).gradient(theta, now.batch);
      now.value = each->value(theta);
      CHECK_THROWS_AS((void)each->value(std::vector<double>(3)), gs::data_error);
      each->gradient(theta, now.gradient);
      now.both = each->value_and_gradient(theta, now.both_gradient);
      CHECK((now == fresh));
    }
    copy = make();
    auto moved = std::move(copy);
    copy = std::move(moved);
  }
}

TEST_CASE("compiled functions and copies of a problem run in several threads") {
  sample const s(301, 7, 5, 3, 60);
  outputs const expected = evaluate(s);
  auto const problem = gs::bind<loss>(x = gs::matrix(s.data, s.n, s.d), label = s.labels, scale = s.scales, k = s.h, c = s.m);
  auto const theta = s.theta();
  std::atomic<int> wrong = 0;
  auto const work = [&] {
    auto own = problem;
    std::vector<double> g(theta.size());
    for (int round = 0; round < 50; ++round) {
      if (!(evaluate(s) == expected)) ++wrong;
      if (own.value_and_gradient(theta, g) != expected.value) ++wrong;
    }
  };
  std::thread first(work), second(work), third(work);
  first.join();
  second.join();
  third.join();
  CHECK(wrong == 0);
}
