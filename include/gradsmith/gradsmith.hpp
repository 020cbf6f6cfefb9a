// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The language, its derivatives, and the programs that are compiled from it. What tests and people read of
// them is in prove.hpp, explain.hpp and print.hpp, so that programs do not pay for it.
#pragma once

#include <gradsmith/bind.hpp>
#include <gradsmith/compile.hpp>
#include <gradsmith/compile/formula.hpp>
#include <gradsmith/lang/missing_operators.hpp>
#include <gradsmith/lang/operators.hpp>
#include <gradsmith/op/all.hpp>
