import { describeCollectionStore } from '../collections/collection-store-contract.ts';
import { createPlainCollections } from './plain-collections.ts';

describeCollectionStore("the oracle's store", createPlainCollections);
