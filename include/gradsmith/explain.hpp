// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the library made of a formula: each pass, its rules, loops, bytes, operations and the predicted time.
#pragma once

#include <gradsmith/compile/explain.hpp>
