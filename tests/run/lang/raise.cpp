// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What Boost.YAP does with a derivative that was raised back into an expression.
#include <sstream>
#include <string>

#include <boost/yap/print.hpp>
#include <boost/yap/yap.hpp>
#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>
#include <gradsmith/raise.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto x = gs::param<"x">;
constexpr auto y = gs::input<"y">;
constexpr auto slope = gs::raise<diff(square(x - y) * exp(x), x)>;

/// sin for exp.
struct exchange {
  template <class E>
  constexpr auto operator()(gs::expression<boost::yap::expr_kind::call, boost::hana::tuple<gs::terminal<gs::operation_tag<gs::op::exp>>, E>> const& e) const {
    return sin(e.elements[boost::hana::size_c<1>]);
  }
};

}  // namespace

TEST_CASE("raise: Boost.YAP prints and transforms a derivative") {
  std::ostringstream out;
  boost::yap::print(out, slope);
  CHECK(out.str().find("expr<+>") != std::string::npos);
  CHECK(out.str().find("op::exp") != std::string::npos);
  constexpr auto changed = boost::yap::transform(slope, exchange{});
  static_assert(gs::equivalent<changed, square(x - y) * sin(x) + 2 * (x - y) * sin(x)>);
  CHECK(std::string(gs::to_string<changed>.text).find("sin(x)") != std::string::npos);
}
