# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Prints the coefficients of include/gradsmith/support/math/ (needs mpmath; some minutes).

Remez' exchange algorithm: the polynomial q of a given degree with the least maximum of
weight(x) |q(x) - g(x)| on [a, b]; its coefficients, rounded to the element type, and the bits of
accuracy -log2(max) before and after rounding."""
import mpmath as mp

mp.mp.prec = 400


def solve(g, weight, degree, points):
    """q such that weight(x_i) (q(x_i) - g(x_i)) = (-1)^i e for some e at degree + 2 points."""
    n = degree + 2
    a, b = mp.matrix(n, n), mp.matrix(n, 1)
    for i, x in enumerate(points):
        for k in range(degree + 1):
            a[i, k] = x**k
        a[i, degree + 1] = (-1) ** (i + 1) / weight(x)
        b[i] = g(x)
    solution = mp.lu_solve(a, b)
    return [solution[k] for k in range(degree + 1)]


def value(q, x):
    return mp.polyval(q[::-1], x)


def extrema(error, a, b, count):
    """The points of the largest deviations of alternating sign, on a grid."""
    grid = [(a + b) / 2 + (b - a) / 2 * mp.cos(mp.pi * k / 1500) for k in range(1501)][::-1]
    found = []
    for x in grid:
        e = error(x)
        if found and (found[-1][1] > 0) == (e > 0):
            if abs(e) > abs(found[-1][1]):
                found[-1] = (x, e)
        else:
            found.append((x, e))
    while len(found) > count:
        found.pop(0 if abs(found[0][1]) < abs(found[-1][1]) else -1)
    return [x for x, _ in found]


def remez(g, weight, degree, a, b):
    a, b = mp.mpf(a), mp.mpf(b)
    n = degree + 2
    points = [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * (k + 0.5) / n) for k in range(n)]
    for _ in range(12):
        q = solve(g, weight, degree, points)
        found = extrema(lambda x: weight(x) * (value(q, x) - g(x)), a, b, n)
        if len(found) < n:
            break
        points = found
    return q


def rounded(c, bits):
    with mp.workprec(bits):
        return +c


def show(name, g, weight, degree, a, b, bits):
    q = remez(g, weight, degree, a, b)
    r = [rounded(c, bits) for c in q]
    a, b = mp.mpf(a), mp.mpf(b)
    xs = [a + (b - a) * k / 2000 for k in range(2001)]
    quality = [-mp.log(max(weight(x) * abs(value(c, x) - g(x)) for x in xs), 2) for c in (q, r)]
    kind = "double" if bits == 53 else "float"
    print("%s, %s, degree %d: 2^-%.1f, rounded 2^-%.1f" % (name, kind, degree, *quality))
    for k, c in enumerate(r):
        print("  %s%s,  // x^%d" % (float(c).hex(), "" if bits == 53 else "f", k))


def exp_tail(x):
    return (mp.expm1(x) - x) / x**2 if x != 0 else mp.mpf(1) / 2


def log1p_tail(x):
    return (mp.log1p(x) - x + x**2 / 2) / x**3 if x != 0 else mp.mpf(1) / 3


def atanh_tail(z):
    s = mp.sqrt(z)
    return (2 * mp.atanh(s) - 2 * s - s**3 * 2 / 3) / s**5 if z != 0 else mp.mpf(2) / 5


def sine_tail(z):
    r = mp.sqrt(z)
    return (mp.sin(r) - r) / r**3 if z != 0 else -mp.mpf(1) / 6


def cosine_tail(z):
    return (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2 if z != 0 else mp.mpf(1) / 24


def arctangent_tail(z):
    r = mp.sqrt(z)
    return (mp.atan(r) - r) / r**3 if z != 0 else -mp.mpf(1) / 3


def arcsine_tail(z):
    r = mp.sqrt(z)
    return (mp.asin(r) - r) / r**3 if z != 0 else mp.mpf(1) / 6


def sinh_tail(z):
    r = mp.sqrt(z)
    return (mp.sinh(r) - r) / r**3 if z != 0 else mp.mpf(1) / 6


def cosh_tail(z):
    return (mp.cosh(mp.sqrt(z)) - 1 - z / 2) / z**2 if z != 0 else mp.mpf(1) / 24


def log_table():
    """Reciprocals c of 16 interval middles whose -log c are nearly doubles (S. Gal, An accurate
    elementary mathematical library, ACM TOMS 17, 1991), so that one double holds each.
    Interval i holds the m in [0.75, 1.5) whose first four fraction bits are i."""
    print("log: i, c, -log c, -log2 of its error")
    for i in range(16):
        middle = (1 + (i + mp.mpf(1) / 2) / 16) * (1 if i < 8 else mp.mpf(1) / 2)
        if i in (0, 15):  # around 1 the result is a relative small number: no table
            c, error = mp.mpf(1), mp.mpf(0)
        else:
            for k in range(10**7):
                c = rounded(1 / middle + k * mp.mpf(2) ** -34, 53)
                with mp.workprec(120):
                    exact = -mp.log(c)
                    error = abs(exact - rounded(exact, 53))
                if error < mp.mpf(2) ** -72:
                    break
        value = rounded(-mp.log(c), 53)
        bits = "exact" if error == 0 else "%.1f" % -mp.log(error, 2)
        print("  %d  %s  %s  %s" % (i, float(c).hex(), float(value).hex(), bits))


TINY = mp.mpf(2) ** -60  # keeps weights positive at 0
LOG1P = "(log1p(x) - x + x^2/2)/x^3"
ATANH = "(2 atanh s - 2 s - 2/3 s^3)/s^5, x = s^2"

if __name__ == "__main__":
    log_table()
    half = mp.log(2) / 2 * (1 + mp.mpf(2) ** -20)
    for degree, bits in ((9, 53), (10, 53), (4, 24), (5, 24)):
        show("(e^x - 1 - x)/x^2", exp_tail, lambda x: abs(x) + TINY, degree, -half, half, bits)
    for degree, bits in ((19, 53), (8, 24)):
        show(LOG1P, log1p_tail, lambda x: x**2 + TINY, degree, -0.25, 0.5, bits)
    beyond = mp.mpf(2) ** -10
    left, right = -mp.mpf(1) / 32 - beyond, mp.mpf(1) / 16 + beyond
    show(LOG1P + " for the table", log1p_tail, lambda x: x**2 + TINY, 7, left, right, 53)
    for degree, bits in ((7, 53), (3, 24)):
        show(ATANH, atanh_tail, lambda z: z**2 / 2 + TINY, degree, 0, 0.0400001, bits)
    once, twice = lambda z: z + TINY, lambda z: z**2 + TINY
    above = 1 + mp.mpf(2) ** -10
    eighth, sixteenth = (mp.pi / 4 * above) ** 2, mp.tan(mp.pi / 8) ** 2 * above
    for degree, bits in ((5, 53), (2, 24)):
        show("(sin r - r)/r^3, x = r^2", sine_tail, once, degree, 0, eighth, bits)
        show("(cos r - 1 + r^2/2)/r^4, x = r^2", cosine_tail, twice, degree, 0, eighth, bits)
    for degree, bits in ((10, 53), (4, 24)):
        show("(atan r - r)/r^3, x = r^2", arctangent_tail, once, degree, 0, sixteenth, bits)
    for degree, bits in ((11, 53), (4, 24)):
        show("(asin r - r)/r^3, x = r^2", arcsine_tail, once, degree, 0, mp.mpf("0.2501"), bits)
    small = (mp.log(2) / 2 * above) ** 2
    for degree, bits in ((4, 53), (1, 24)):
        show("(sinh r - r)/r^3, x = r^2", sinh_tail, once, degree, 0, small, bits)
        show("(cosh r - 1 - r^2/2)/r^4, x = r^2", cosh_tail, twice, degree, 0, small, bits)
    for degree, bits in ((6, 53), (4, 24)):
        show("cbrt x", mp.cbrt, lambda x: 1 / mp.cbrt(x), degree, mp.mpf("0.7499"), mp.mpf("1.5001"), bits)
