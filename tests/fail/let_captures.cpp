// error: the closure of a let captures nothing; write let\(\[\] \{ return \.\.\.; \}\) with symbols that stand at namespace scope or are static constexpr
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
auto fit() {
  static constexpr auto a = gs::param<"a">;
#ifdef FIXED
  static constexpr auto loss = gs::let([] { return square(a - 1); });
#else
  double target = 1;
  auto const named = gs::let([target] { return square(a - target); });
  static constexpr auto loss = square(a - 1);
#endif
  return gs::bind<loss>();
}
