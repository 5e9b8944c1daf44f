package io.derwent.gs1.epc;

import io.derwent.gs1.Gs1Key;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The tag encodings that are built, each a coding table of TDS 14 in code:
 *
 * <pre>
 *  header 8 | filter 3 | partition 3 | company prefix | reference | serial number
 *                                      \_ shared by partition _/   (not in a GIAI)
 * </pre>
 *
 * To build one more of headers 2C to 41, add a constant, and a {@link KeyShape} if its key is new.
 */
public enum EpcScheme {
    SGTIN_96("SGTIN-96", KeyShape.SGTIN, FieldCoding.FIXED_DIGITS, FieldCoding.INTEGER, 38),
    SGLN_96("SGLN-96", KeyShape.SGLN, FieldCoding.FIXED_DIGITS, FieldCoding.INTEGER, 41),
    GRAI_96("GRAI-96", KeyShape.GRAI, FieldCoding.FIXED_DIGITS, FieldCoding.INTEGER, 38),
    GIAI_96("GIAI-96", KeyShape.GIAI, FieldCoding.INTEGER, FieldCoding.ABSENT, 0),
    GIAI_202("GIAI-202", KeyShape.GIAI, FieldCoding.STRING, FieldCoding.ABSENT, 0);

    static final int MOST_FILTER = 7;
    private static final int FILTER_BITS = 3;
    private static final int PARTITION_BITS = 3;

    private static final EpcScheme[] BY_HEADER = byHeader();

    private final String standardName;
    private final KeyShape shape;

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings, numbers and an Optional of a number
    private final EpcHeader header;

    private final int bits;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records of numbers
    private final List<Partition> partitions;

    private final FieldCoding reference;
    private final FieldCoding serial;
    private final int serialBits;

    EpcScheme(String standardName, KeyShape shape, FieldCoding reference, FieldCoding serial, int serialBits) {
        this.standardName = standardName;
        this.shape = shape;
        this.header = EpcHeader.of(standardName);
        this.bits = header.epcBits().orElseThrow();
        this.partitions = Partition.table(standardName);
        this.reference = reference;
        this.serial = serial;
        this.serialBits = serialBits;
    }

    /** As the standard writes it: {@code GIAI-96}. */
    public String standardName() {
        return standardName;
    }

    /** How many bits an EPC of this scheme has; a tag holds them in whole 16-bit words. */
    public int bits() {
        return bits;
    }

    static Optional<EpcScheme> ofHeader(int value) {
        return Optional.ofNullable(BY_HEADER[value]);
    }

    /** Those for keys of one kind, shortest first. */
    static List<EpcScheme> ofShape(KeyShape shape) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.shape == shape)
                .sorted(Comparator.comparing(EpcScheme::bits))
                .toList();
    }

    /**
     * Reads the bits behind the header; zeros behind the EPC are padding.
     *
     * @throws InvalidEpc if they are no EPC of this scheme
     */
    Epc decode(Bits from) {
        if (from.length() < bits) {
            throw new InvalidEpc("%d bits are there, %s has %d".formatted(from.length(), standardName, bits));
        }
        int filter = (int) from.read(FILTER_BITS);
        int partitionValue = (int) from.read(PARTITION_BITS);
        if (partitionValue >= partitions.size()) {
            throw new InvalidEpc("partition is %d, 0 to 6 are valid".formatted(partitionValue));
        }
        Partition partition = partitions.get(partitionValue);
        KeyParts parts = new KeyParts(
                FieldCoding.FIXED_DIGITS.decode(
                        from, partition.prefixBits(), partition.prefixDigits(), "company prefix"),
                reference.decode(from, partition.referenceBits(), partition.referenceLength(), "reference"),
                serial.decode(from, serialBits, 0, "serial number"));
        if (!from.isZeroFromHere()) {
            throw new InvalidEpc("there is more behind the %d bits of %s".formatted(bits, standardName));
        }
        return new Epc(this, filter, partition.prefixDigits(), shape.join(parts));
    }

    /**
     * Writes all bits.
     *
     * @throws InvalidEpc if this scheme cannot hold the key as it is
     */
    Bits encode(int filter, int prefixLength, Gs1Key key) {
        if (filter < 0 || filter > MOST_FILTER) {
            throw new InvalidEpc("filter is %d, 0 to %d are valid".formatted(filter, MOST_FILTER));
        }
        if (prefixLength < Partition.SHORTEST_PREFIX || prefixLength > Partition.LONGEST_PREFIX) {
            throw new InvalidEpc("the company prefix has %d digits, %d to %d can be held"
                    .formatted(prefixLength, Partition.SHORTEST_PREFIX, Partition.LONGEST_PREFIX));
        }
        Partition partition = partitions.get(Partition.LONGEST_PREFIX - prefixLength);
        KeyParts parts = shape.split(key, prefixLength);
        Bits to = new Bits(bits);
        to.write(header.value(), EpcHeader.BITS);
        to.write(filter, FILTER_BITS);
        to.write(partition.value(), PARTITION_BITS);
        FieldCoding.FIXED_DIGITS.encode(
                parts.prefix(), to, partition.prefixBits(), partition.prefixDigits(), "company prefix");
        reference.encode(parts.reference(), to, partition.referenceBits(), partition.referenceLength(), "reference");
        serial.encode(parts.serial(), to, serialBits, 0, "serial number");
        return to;
    }

    KeyParts parts(Gs1Key key, int prefixLength) {
        return shape.split(key, prefixLength);
    }

    /** {@code giai}, as in {@code urn:epc:id:giai:}. */
    String pureIdentityName() {
        return shape.name().toLowerCase(Locale.ROOT);
    }

    /** {@code giai-96}, as in {@code urn:epc:tag:giai-96:}. */
    String tagName() {
        return standardName.toLowerCase(Locale.ROOT);
    }

    private static EpcScheme[] byHeader() {
        EpcScheme[] schemes = new EpcScheme[1 << EpcHeader.BITS];
        Arrays.stream(values()).forEach(scheme -> schemes[scheme.header.value()] = scheme);
        return schemes;
    }
}
