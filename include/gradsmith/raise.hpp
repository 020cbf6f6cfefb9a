// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// raise<e>: a derivative as an expression of symbols and operations. Not among what gradsmith.hpp includes, because few
// programs need it.
#pragma once

#include <gradsmith/compile/raise.hpp>
