// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The whole library.
#pragma once

#include <gradsmith/bind.hpp>
#include <gradsmith/compile.hpp>
#include <gradsmith/compile/equivalent.hpp>
#include <gradsmith/compile/explain.hpp>
#include <gradsmith/compile/formula.hpp>
#include <gradsmith/compile/properties.hpp>
#include <gradsmith/lang/missing_operators.hpp>
#include <gradsmith/lang/operators.hpp>
#include <gradsmith/op/all.hpp>
