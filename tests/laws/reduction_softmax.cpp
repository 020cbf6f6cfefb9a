// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of softmax and log_softmax over several axes.
#include "laws/reductions.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::reductions;

namespace {

constexpr auto const& values = gs::compile<softmax(i, c, e), softmax(i, d, e), softmax(c, d, e), softmax(i, c, d, e),
                                           log_softmax(i, c, e), log_softmax(i, d, e), log_softmax(c, d, e), log_softmax(i, c, d, e)>;

struct any_law {};

template <class T>
void check_values(std::size_t n, std::size_t classes, double tolerance) {
  sample const at = sample::of<any_law>(n, classes);
  std::vector<double> const &data = at.data, &theta = at.theta;
  std::vector<T> const numbers(data.begin(), data.end()), ws(theta.begin(), theta.end() - 3), vs(theta.end() - 3, theta.end());
  entries const all(std::vector<double>(numbers.begin(), numbers.end()), [&] {
    std::vector<double> both(ws.begin(), ws.end());
    both.insert(both.end(), vs.begin(), vs.end());
    return both;
  }(), n, classes);
  auto const r = values(w = ws, v = vs, z = gs::tensor(numbers.data(), {n, classes, 3}));
  auto const check = [&](auto const& plain, auto const& logarithms, std::array<bool, 3> kept) {
    for (std::size_t row = 0; row < n; ++row)
      for (std::size_t q = 0; q < classes; ++q)
        for (std::size_t p = 0; p < 3; ++p) {
          std::size_t cell = kept[0] ? row : 0;
          if (kept[1]) cell = cell * classes + q;
          if (kept[2]) cell = cell * 3 + p;
          double total = 0;
          for (double each : all.group(kept, cell)) total += std::exp(each);
          std::size_t const place = (row * classes + q) * 3 + p;
          CHECK(distance(static_cast<double>(plain[place]), std::exp(all.e[place]) / total) <= tolerance);
          CHECK(distance(static_cast<double>(logarithms[place]), all.e[place] - std::log(total)) <= tolerance);
        }
  };
  check(r.template get<0>(), r.template get<4>(), {false, false, true});
  check(r.template get<1>(), r.template get<5>(), {false, true, false});
  check(r.template get<2>(), r.template get<6>(), {true, false, false});
  check(r.template get<3>(), r.template get<7>(), {false, false, false});
}

}  // namespace

TEST_CASE("laws: softmax and log_softmax over several axes") {
  for (auto const& size : std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {2, 5}, {9, 2}, {17, 4}}) {
    std::size_t const n = size.first, classes = size.second;
    CAPTURE(n);
    check_values<double>(n, classes, 1e-13);
    if constexpr (float_is_tested) check_values<float>(n, classes, 1e-5);
  }
}
