// error: gradsmith .*-ffast-math
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// flags: -ffast-math
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
constexpr auto loss = log(1 + exp(a));
}  // namespace

auto fit() { return gs::bind<loss>(); }
