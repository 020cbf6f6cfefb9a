// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What tests prove of formulas: equality, convexity, smoothness, domains, operation counts.
#pragma once

#include <gradsmith/compile/equivalent.hpp>
#include <gradsmith/compile/operations.hpp>
#include <gradsmith/compile/properties.hpp>
