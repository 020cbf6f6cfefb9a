// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What training needs besides an optimizer.
#pragma once

#include <gradsmith/train/glorot_uniform.hpp>
#include <gradsmith/train/he_normal.hpp>
